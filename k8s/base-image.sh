#!/usr/bin/env bash
# base-image.sh FILE: a base for the image where no registry can be reached: the C libraries, certificates and nothing
# else, out of Debian's packages, as a saved image (docker-archive) for -Dimage.base=tar://FILE. Needs mmdebstrap, jq.
set -euo pipefail
file=$(realpath -m "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/image"
mmdebstrap --quiet --variant=extract --mode=root --include=base-files,netbase,libc6,libgcc-s1,libstdc++6,zlib1g,ca-certificates \
  bookworm "$work/root"
cat "$work"/root/usr/share/ca-certificates/mozilla/*.crt > "$work/root/etc/ssl/certs/ca-certificates.crt"
rm -rf "$work"/root/var/lib/{apt,dpkg} "$work"/root/var/cache "$work"/root/usr/share/doc "$work"/root/dev/*
tar -C "$work/root" --sort=name --numeric-owner --owner=0 --group=0 --mtime=@0 -cf "$work/image/layer.tar" .
layer=$(sha256sum "$work/image/layer.tar" | cut -d' ' -f1)
jq -nc --arg layer "sha256:$layer" '{architecture: "amd64", os: "linux", config: {Env: ["PATH=/usr/local/bin:/usr/bin:/bin"]},
  created: "1970-01-01T00:00:00Z", rootfs: {type: "layers", diff_ids: [$layer]}, history: [{created: "1970-01-01T00:00:00Z"}]}' > "$work/image/config.json"
jq -nc '[{Config: "config.json", RepoTags: ["dragoman-base:bookworm"], Layers: ["layer.tar"]}]' > "$work/image/manifest.json"
mkdir -p "$(dirname "$file")"
tar -C "$work/image" --sort=name --owner=0 --group=0 --mtime=@0 -cf "$file" config.json layer.tar manifest.json
echo "$file: $(du -h "$file" | cut -f1), layer sha256:$layer"

/** Holds the Kubernetes manifests against the API's models, against each other and against the application's own configuration. */
@NullMarked
package io.dragoman.k8s;

import org.jspecify.annotations.NullMarked;

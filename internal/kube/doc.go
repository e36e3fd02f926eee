// Package kube is the only way from a scenario to the API server: kinds and
// references, manifests, server-side apply, commands in containers, logs.
package kube

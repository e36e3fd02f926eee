// Package manifests holds the objects that the features apply, in the same
// folders as the features. Image names are logical (see kind-config/images.yaml)
// and namespaces are aliases: each scenario gets its own.
package manifests

import "embed"

// FS holds the manifests, by their path below this folder.
//
//go:embed */*.yaml charts
var FS embed.FS

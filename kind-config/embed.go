// Package kindconfig holds what a cluster is made of: topologies, as plain
// kind configuration files, and the catalogue of workload images.
package kindconfig

import "embed"

// FS holds the topologies (*.yaml that kind reads) and images.yaml.
//
//go:embed *.yaml
var FS embed.FS

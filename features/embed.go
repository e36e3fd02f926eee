// Package features holds what Kubernetes must do: one .feature file per
// behaviour, grouped in folders by subject. The files are embedded, so that
// the gherkind command carries them wherever it is installed.
package features

import "embed"

// FS holds the feature files, by their path below this folder, and what is declared of their mutants.
//
//go:embed */*.feature mutants.yaml
var FS embed.FS

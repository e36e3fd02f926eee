package cli

import (
	"fmt"
	"io"

	"github.com/gherkind/gherkind/internal/say"
	"github.com/gherkind/gherkind/scenarios"
)

// printOnCluster prints the manifests of a run in pods, for one version of Kubernetes.
func printOnCluster(w io.Writer, l *say.Language, opts scenarios.Options, versions []string) error {
	if len(versions) > 1 {
		return &commandError{fmt.Errorf("--print prints the manifests for one version of Kubernetes: name one with --kubernetes")}
	}
	if len(versions) == 1 {
		opts.Cluster.Kubernetes = versions[0]
	}
	text, err := scenarios.OnClusterManifests(opts)
	if err != nil {
		return err
	}
	if _, err := io.WriteString(w, commentsIn(l, text)); err != nil {
		return fmt.Errorf("print the manifests: %w", err)
	}
	return nil
}

package cluster

import (
	"context"
	"fmt"

	"github.com/gherkind/gherkind/internal/cluster/docker"
)

// completeFile, in the first control plane, marks the end of the cluster's creation, and contains the options that were
// requested. It can be read while the node is stopped.
const completeFile = "/kind/gherkind-complete"

func markComplete(ctx context.Context, node string, asked memory) error {
	data, err := asked.write()
	if err != nil {
		return err
	}
	if err := docker.CopyInto(ctx, node, map[string][]byte{completeFile: data}); err != nil {
		return fmt.Errorf("note that the cluster is complete: %w", err)
	}
	return nil
}

// isComplete is false if the file or the container is missing.
func isComplete(ctx context.Context, node string) bool {
	return docker.HasFile(ctx, node, completeFile)
}

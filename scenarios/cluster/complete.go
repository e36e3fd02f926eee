package cluster

import (
	"context"
	"fmt"

	"github.com/gherkind/gherkind/internal/cluster/docker"
)

// completeFile, in the first control plane, says that the creation of the
// cluster ended, and has what was asked for. It can be read while the
// node is stopped.
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

// isComplete is false when the file is missing, or the container with it.
func isComplete(ctx context.Context, node string) bool {
	return docker.HasFile(ctx, node, completeFile)
}

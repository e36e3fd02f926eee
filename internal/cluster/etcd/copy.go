package etcd

import (
	"archive/tar"
	"bytes"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
)

// CopyInto puts files into a container that need not run, by their absolute
// path there, readable by root alone.
func CopyInto(ctx context.Context, container string, files map[string][]byte) error {
	var archive bytes.Buffer
	w := tar.NewWriter(&archive)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		header := &tar.Header{Name: strings.TrimPrefix(name, "/"), Mode: 0o600, Size: int64(len(files[name]))}
		if err := w.WriteHeader(header); err != nil {
			return fmt.Errorf("pack %s: %w", name, err)
		}
		if _, err := w.Write(files[name]); err != nil {
			return fmt.Errorf("pack %s: %w", name, err)
		}
	}
	if err := w.Close(); err != nil {
		return fmt.Errorf("pack files: %w", err)
	}
	cp := command.New("docker", "cp", "-", container+":/")
	cp.Stdin = &archive
	return cp.Run(ctx)
}

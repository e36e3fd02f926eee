package docker

import (
	"archive/tar"
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// CopyInto copies files into a container, which need not be running, by their absolute paths there. Only root can read them.
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
	cp := Command("cp", "-", container+":/")
	cp.Stdin = &archive
	return cp.Run(ctx)
}

// ReadFile reads a file of a container, which need not be running.
func ReadFile(ctx context.Context, container, path string) ([]byte, error) {
	archive, err := Command("cp", container+":"+path, "-").Output(ctx)
	if err != nil {
		return nil, err
	}
	return onlyFile(archive)
}

// HasFile reports whether a container exists and has a file.
func HasFile(ctx context.Context, container, path string) bool {
	return run(ctx, "cp", container+":"+path, "-") == nil
}

// onlyFile returns the content of an archive with one file, as printed by docker cp.
func onlyFile(archive string) ([]byte, error) {
	file := tar.NewReader(strings.NewReader(archive))
	if _, err := file.Next(); err != nil {
		return nil, err
	}
	return io.ReadAll(file)
}

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
	cp := Command("cp", "-", container+":/")
	cp.Stdin = &archive
	return cp.Run(ctx)
}

// ReadFile reads a file of a container that need not run.
func ReadFile(ctx context.Context, container, path string) ([]byte, error) {
	archive, err := Command("cp", container+":"+path, "-").Output(ctx)
	if err != nil {
		return nil, err
	}
	return onlyFile(archive)
}

// HasFile is false when the file is missing, or the container with it.
func HasFile(ctx context.Context, container, path string) bool {
	return run(ctx, "cp", container+":"+path, "-") == nil
}

// onlyFile is the content of an archive of one file, as docker cp prints it.
func onlyFile(archive string) ([]byte, error) {
	file := tar.NewReader(strings.NewReader(archive))
	if _, err := file.Next(); err != nil {
		return nil, err
	}
	return io.ReadAll(file)
}

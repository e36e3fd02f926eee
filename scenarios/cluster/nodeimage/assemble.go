package nodeimage

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	kind "sigs.k8s.io/kind/pkg/build/nodeimage"
)

func (b *build) unfinishedRef() string { return repository + "-unfinished:" + b.hash }

// assemble has kind's own builder make a node image.
func (b *build) assemble(ctx context.Context) error {
	b.progress.Step("assemble the node image (kind's builder)")
	restore, err := b.redirectTemp()
	if err != nil {
		return err
	}
	defer restore()
	logger := &kindLogger{progress: b.progress}
	done := make(chan error, 1)
	go func() {
		done <- kind.Build(
			kind.WithImage(b.unfinishedRef()),
			kind.WithBaseImage(b.baseRef()),
			kind.WithBuildType("file"),
			kind.WithKubeParam(b.tarball()),
			kind.WithLogger(logger),
		)
	}()
	select {
	case err = <-done:
	case <-ctx.Done():
		// The builder knows no context: without its container it gives up soon.
		cleanup, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleanupTimeout)
		defer cancel()
		err = errors.Join(context.Cause(ctx), removeContainers(cleanup, "^/?kind-build-"))
		<-done
	}
	if err != nil {
		return fmt.Errorf("kind's node image builder: %w", logger.explain(err))
	}
	b.progress.Done("")
	return nil
}

// redirectTemp has kind's builder unpack the tarball inside our work folder: it
// leaves that copy behind, where it would fill /tmp with each build. It takes
// the folder from the environment, so there is no other way to tell it.
func (b *build) redirectTemp() (restore func(), err error) {
	dir := filepath.Join(b.work, "tmp")
	if err := os.Mkdir(dir, 0o755); err != nil {
		return nil, err
	}
	old, set := os.LookupEnv("TMPDIR")
	if err := os.Setenv("TMPDIR", dir); err != nil {
		return nil, err
	}
	return func() {
		if set {
			_ = os.Setenv("TMPDIR", old) // it was valid before
		} else {
			_ = os.Unsetenv("TMPDIR")
		}
	}, nil
}

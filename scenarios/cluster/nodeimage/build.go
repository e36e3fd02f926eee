package nodeimage

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage/recipe"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage/recipe/debroot"
)

// cleanupTimeout is the time limit for the clean-up after an interrupted build.
const cleanupTimeout = time.Minute

// build is one build.
type build struct {
	*inputs
	progress Progress
	cache    string // kept between builds
	work     string // for this build only
	programs string

	compileIn     string // folder of the Go module of this version
	kubernetesDir string
	debian        *debroot.Parts
	images        *recipe.NodeImages
}

// build builds the image of these inputs, unless another process has built it while this one waited for the lock.
func (e *ensurer) build(ctx context.Context, in *inputs) (err error) {
	cache, err := cacheDir()
	if err != nil {
		return err
	}
	if err := mayBuild(); err != nil {
		return err
	}
	unlock, err := e.lockBuilds(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	if present, err := inDocker(ctx, in.ref()); err != nil || present {
		return err
	}
	if err := os.MkdirAll(cache, 0o755); err != nil {
		return err
	}
	if err := removeLeftovers(ctx, cache); err != nil {
		return err
	}
	work, err := os.MkdirTemp(cache, workPattern)
	if err != nil {
		return err
	}
	defer func() {
		// Even if ctx has ended: an interrupted build leaves nothing behind.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleanupTimeout)
		defer cancel()
		err = errors.Join(err, removeLeftovers(ctx, cache))
	}()
	b := &build{inputs: in, progress: e.progress, cache: cache, work: work, programs: filepath.Join(cache, in.programsFolder()), compileIn: in.module}
	return b.run(ctx)
}

func (b *build) run(ctx context.Context) error {
	for _, stage := range []func(context.Context) error{
		b.prepareHost, b.prepareModule, b.makeParts, b.pack, b.assemble, b.finish,
	} {
		if err := stage(ctx); err != nil {
			return err
		}
	}
	return nil
}

package nodeimage

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/gherkind/gherkind/scenarios/cluster/gomodule"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage/recipe"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage/recipe/debroot"
)

// makeParts compiles and downloads in parallel: compiling needs the CPU, downloading mostly the network.
func (b *build) makeParts(ctx context.Context) (err error) {
	b.progress.Step(fmt.Sprintf("compile %d programs of Kubernetes and its node (%s), make a Debian root; 10 to 25 minutes on two cores, one time",
		recipe.ProgramCount(), b.kubernetes()))
	group, groupCtx := errgroup.WithContext(ctx)
	group.Go(func() error { return b.compile(groupCtx) })
	group.Go(func() error { return b.makeDebian(groupCtx) })
	if err := group.Wait(); err != nil {
		return err
	}
	b.progress.Done("")
	return nil
}

func (b *build) compile(ctx context.Context) error {
	if err := os.MkdirAll(b.programs, 0o755); err != nil {
		return err
	}
	var err error
	if _, b.kubernetesDir, err = gomodule.Source(ctx, b.compileIn, "k8s.io/kubernetes"); err != nil {
		return err
	}
	return recipe.Compile(ctx, b.compileIn, b.kubernetesDir, b.kubernetes(), b.programs, b.countPackages())
}

// countPackages shows the progress of compiling, which takes minutes. Without a cache, there are about 3000 packages.
func (b *build) countPackages() func(string) {
	const every = 500
	n := 0
	return func(line string) {
		if strings.HasPrefix(line, "go: downloading ") {
			return
		}
		if n++; n%every == 0 {
			b.progress.Info(fmt.Sprintf("compiled %d packages", n))
		}
	}
}

// makeDebian takes the Debian parts from the cache or creates them. A folder gets its final name when it is complete.
func (b *build) makeDebian(ctx context.Context) error {
	key, err := b.debianKey()
	if err != nil {
		return err
	}
	final := filepath.Join(b.cache, "debian-"+key)
	if _, err := os.Stat(final); errors.Is(err, os.ErrNotExist) {
		making := filepath.Join(b.work, "debian")
		if err := os.Mkdir(making, 0o755); err != nil {
			return err
		}
		if err := debroot.Make(ctx, debroot.Input{Suite: b.suite, Mirror: b.mirror, KindDir: b.kindDir}, making); err != nil {
			return err
		}
		if err := os.Rename(making, final); err != nil {
			return err
		}
		if err := removeOthers(b.cache, final); err != nil {
			return err
		}
		b.progress.Info("made the Debian root")
	}
	b.debian, err = debroot.Load(final)
	return err
}

// removeOthers deletes the Debian parts of other recipes.
func removeOthers(cache, keep string) error {
	dirs, err := filepath.Glob(filepath.Join(cache, debianPattern))
	for _, dir := range dirs {
		if dir != keep {
			err = errors.Join(err, os.RemoveAll(dir))
		}
	}
	return err
}

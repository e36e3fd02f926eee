package nodeimage

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/gherkind/gherkind/scenarios/cluster/host"
	"github.com/gherkind/gherkind/scenarios/cluster/host/debian"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage/recipe"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage/recipe/debroot"
)

// cleanupTimeout bounds the clean-up after a build that was stopped.
const cleanupTimeout = time.Minute

// build is one run of the build.
type build struct {
	*inputs
	progress Progress
	cache    string // kept between builds
	work     string // of this build only
	programs string

	kubernetesDir string
	debian        *debroot.Parts
	images        *recipe.NodeImages
}

// build makes the image of these inputs, unless another process has made it
// while this one waited for its turn.
func (e *ensurer) build(ctx context.Context, in *inputs) (err error) {
	cache, err := cacheDir()
	if err != nil {
		return err
	}
	unlock, err := e.lockCache(ctx, cache)
	if err != nil {
		return err
	}
	defer unlock()
	if present, err := inDocker(ctx, in.ref()); err != nil || present {
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
		// Also when ctx has ended: a build that is stopped leaves nothing.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleanupTimeout)
		defer cancel()
		err = errors.Join(err, removeLeftovers(ctx, cache))
	}()
	b := &build{inputs: in, progress: e.progress, cache: cache, work: work, programs: filepath.Join(cache, "bin")}
	return b.run(ctx)
}

func (b *build) run(ctx context.Context) error {
	for _, stage := range []func(context.Context) error{
		b.prepareHost, b.makeParts, b.pack, b.assemble, b.finish,
	} {
		if err := stage(ctx); err != nil {
			return err
		}
	}
	return nil
}

// prepareHost checks what a build needs and installs what it may.
func (b *build) prepareHost(ctx context.Context) error {
	missing, err := debian.Missing(ctx, recipe.BuildPackages()...)
	if err != nil {
		return err
	}
	if os.Geteuid() != 0 {
		return &host.EnvironmentError{Doing: "build the node image", Advice: "run this once as root: Debian's root file system cannot be made without"}
	}
	if err := b.checkSpace(ctx); err != nil {
		return err
	}
	if len(missing) == 0 {
		return nil
	}
	b.progress.Step("install what a build needs from Debian: " + strings.Join(missing, " "))
	if err := debian.Install(ctx, missing...); err != nil {
		return &host.EnvironmentError{Doing: "install packages for the build", Advice: "install them by hand: apt-get install " + strings.Join(missing, " "), Err: err}
	}
	b.progress.Done("")
	return nil
}

// makeParts compiles and fetches at the same time: the one needs the
// processor, the other mostly the network.
func (b *build) makeParts(ctx context.Context) (err error) {
	b.progress.Step(fmt.Sprintf("compile %d programs of Kubernetes and its node (%s), make a Debian root; minutes the first time",
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
	if _, b.kubernetesDir, err = moduleSource(ctx, b.module, "k8s.io/kubernetes"); err != nil {
		return err
	}
	return recipe.Compile(ctx, b.module, b.kubernetesDir, b.kubernetes(), b.programs)
}

// makeDebian takes Debian's parts from the cache or makes them. A folder under
// its final name is complete.
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

// removeOthers keeps Debian's parts of one recipe only.
func removeOthers(cache, keep string) error {
	dirs, err := filepath.Glob(filepath.Join(cache, debianPattern))
	for _, dir := range dirs {
		if dir != keep {
			err = errors.Join(err, os.RemoveAll(dir))
		}
	}
	return err
}

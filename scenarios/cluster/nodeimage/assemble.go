package nodeimage

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
)

func (b *build) unfinishedRef() string { return repository + "-unfinished:" + b.hash }

// assemble lets kind's own builder create a node image. The builder is compiled from the checkout, so that it is the version of
// kind in go.mod.
func (b *build) assemble(ctx context.Context) error {
	b.progress.Step("assemble the node image (kind's builder)")
	builder := filepath.Join(b.cache, "kindbuild")
	compile := command.New("go", "build", "-o", builder, "./scenarios/cluster/nodeimage/kindbuild")
	compile.Dir = b.checkout
	if err := compile.Run(ctx); err != nil {
		return fmt.Errorf("compile kind's node image builder: %w", err)
	}
	temp := filepath.Join(b.work, "tmp")
	if err := os.Mkdir(temp, 0o755); err != nil {
		return err
	}
	run := command.New(builder, b.unfinishedRef(), b.baseRef(), b.tarball())
	run.Env = []string{"TMPDIR=" + temp} // the builder leaves the unpacked tarball there
	if err := run.Run(ctx); err != nil {
		return fmt.Errorf("kind's node image builder: %w", err)
	}
	b.progress.Done("")
	return os.RemoveAll(temp)
}

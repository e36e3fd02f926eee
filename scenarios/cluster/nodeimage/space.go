package nodeimage

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/gherkind/gherkind/scenarios/cluster/host"
	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
)

const gib = 1 << 30

// need is the maximum space that a part of a build uses, in bytes.
type need struct {
	what, dir string
	bytes     uint64
}

// checkSpace compares the space that a build needs with the free space, per file system, before the build starts.
func (b *build) checkSpace(ctx context.Context) error {
	needs, err := b.needs(ctx)
	if err != nil {
		return err
	}
	return enough(needs, host.FreeSpace)
}

// needs returns the measured maxima of builds, rounded up. What is kept between builds only counts if it does not exist yet.
func (b *build) needs(ctx context.Context) ([]need, error) {
	needs := []need{{"the work folder", b.cache, 2 * gib}}
	root, err := docker(ctx, "info", "--format", "{{.DockerRootDir}}")
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(root); err == nil { // otherwise the Docker daemon runs on another machine
		needs = append(needs, need{"Docker", root, 2 * gib})
	}
	if _, err := os.Stat(filepath.Join(b.programs, "runc")); err == nil {
		return needs, nil // runc is compiled last, so all programs exist
	}
	caches, err := command.New("go", "env", "GOCACHE", "GOMODCACHE").Output(ctx)
	if err != nil {
		return nil, err
	}
	build, modules, _ := strings.Cut(strings.TrimSpace(caches), "\n")
	return append(needs,
		need{"compiled programs", b.cache, 1 * gib},
		need{"Go's build cache", build, 3 * gib},
		need{"Go modules", modules, 2 * gib},
	), nil
}

func enough(needs []need, look func(dir string) (host.Space, error)) error {
	sum := map[uint64]uint64{}
	detail := map[uint64][]string{}
	have := map[uint64]uint64{}
	var devices []uint64
	for _, n := range needs {
		f, err := look(n.dir)
		if err != nil {
			return err
		}
		if _, seen := sum[f.Device]; !seen {
			devices = append(devices, f.Device)
		}
		sum[f.Device] += n.bytes
		have[f.Device] = f.Bytes
		detail[f.Device] = append(detail[f.Device], fmt.Sprintf("%.1f GiB for %s in %s", float64(n.bytes)/gib, n.what, n.dir))
	}
	for _, d := range devices {
		if have[d] < sum[d] {
			return &host.EnvironmentError{
				Doing: "build the node image",
				Advice: fmt.Sprintf("it needs %.1f GiB and %.1f GiB are free (%s): free some space and run this again",
					float64(sum[d])/gib, float64(have[d])/gib, strings.Join(detail[d], ", ")),
				Err: syscall.ENOSPC,
			}
		}
	}
	return nil
}

package nodeimage

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"github.com/gherkind/gherkind/internal/cluster/kubeversion"
	"github.com/gherkind/gherkind/scenarios/cluster/gomodule"
	"github.com/gherkind/gherkind/scenarios/cluster/host/debian"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage/recipe"
)

// repository is the repository of built node images. It cannot be pulled from anywhere.
const repository = "gherkind.local/node"

// repositoryOf returns the repository for a version. Each version has its own, so that the image built last in it has the
// requested version. The name for the default version does not contain the version.
func repositoryOf(m kubeversion.Minor) string {
	if m == DefaultKubernetes() {
		return repository
	}
	return fmt.Sprintf("%s-%d.%d", repository, m.Major, m.Minor)
}

// inputs is everything that determines the content of a built image.
type inputs struct {
	checkout      string            // root of the checkout
	module        string            // folder of the nested Go module in it
	minor         kubeversion.Minor // minor version of Kubernetes
	versions      map[string]string // versions of the required modules
	kindVersion   string
	kindDir       string
	goVersion     string
	suite, mirror string // the suite and the mirror of Debian; the mirror does not affect the content
	hash          string
}

func (in *inputs) kubernetes() string { return in.versions["k8s.io/kubernetes"] }

func (in *inputs) ref() string {
	return fmt.Sprintf("%s:%s-%s", repositoryOf(in.minor), in.kubernetes(), in.hash)
}

// moduleFolder is the path of the nested Go module in a checkout.
const moduleFolder = "kind-config/node-image"

// readInputs needs no network and builds nothing.
func readInputs(ctx context.Context, checkout string, minor kubeversion.Minor) (*inputs, error) {
	root, err := gomodule.Find(checkout, moduleFolder)
	if err != nil {
		return nil, err
	}
	in := &inputs{checkout: root, module: filepath.Join(root, moduleFolder), minor: minor}
	if err := in.canBuild(); err != nil {
		return nil, err
	}
	if in.suite, in.mirror, err = readDebian(); err != nil {
		return nil, err
	}
	if in.versions, err = gomodule.Requirements(ctx, in.module, in.modFile()); err != nil {
		return nil, err
	}
	if has, _ := kubeversion.Of(in.kubernetes()); has != minor {
		return nil, fmt.Errorf("read %s: it requires k8s.io/kubernetes %s, and Kubernetes %s is wanted", filepath.Join(in.module, in.modFile()), in.kubernetes(), minor)
	}
	if in.kindVersion, in.kindDir, err = gomodule.Source(ctx, root, "sigs.k8s.io/kind"); err != nil {
		return nil, err
	}
	if in.goVersion, err = gomodule.GoVersion(ctx, in.module); err != nil {
		return nil, err
	}
	in.hash, err = in.sum()
	return in, err
}

func readDebian() (suite, mirror string, err error) {
	root := os.DirFS("/")
	release, err := debian.ReadRelease(root)
	if err != nil {
		return "", "", err
	}
	if !release.IsDebian() || release.Codename == "" {
		return "", "", fmt.Errorf("a node image is built out of Debian packages, and this is %q", release.Pretty)
	}
	mirror, err = debian.Mirror(root, release.Codename)
	return release.Codename, mirror, err
}

// sum returns a hash of all inputs. It does not depend on times, paths, or comments in Go files.
func (in *inputs) sum() (string, error) {
	hash := sha256.New()
	fmt.Fprintln(hash, in.kindVersion, in.goVersion, runtime.GOARCH, in.suite)
	if err := recipe.WriteSource(hash); err != nil {
		return "", fmt.Errorf("read the recipe: %w", err)
	}
	if err := writeAssembly(hash); err != nil {
		return "", fmt.Errorf("read the code that assembles the image: %w", err)
	}
	if err := gomodule.Write(hash, in.source()); err != nil {
		return "", fmt.Errorf("read the nested module: %w", err)
	}
	return short(hash.Sum(nil)), nil
}

// debianKey returns a key that only changes with the Debian part of the recipe, so that other changes do not cause another download
// of all packages.
func (in *inputs) debianKey() (string, error) {
	hash := sha256.New()
	fmt.Fprintln(hash, in.kindVersion, runtime.GOARCH, in.suite)
	err := recipe.WriteSource(hash, recipe.DebianSource()...)
	return in.suite + "-" + short(hash.Sum(nil)), err
}

func short(sum []byte) string { return hex.EncodeToString(sum)[:12] }

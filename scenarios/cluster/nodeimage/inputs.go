package nodeimage

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
	"github.com/gherkind/gherkind/scenarios/cluster/host/debian"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage/recipe"
)

// repository of built node images. Nobody can pull from this name.
const repository = "gherkind.local/node"

// inputs is everything that decides what a built image is.
type inputs struct {
	module        string            // folder of the nested Go module
	versions      map[string]string // of the modules it requires
	kindVersion   string
	kindDir       string
	goVersion     string
	suite, mirror string // of Debian; the mirror decides nothing
	hash          string
}

func (in *inputs) kubernetes() string { return in.versions["k8s.io/kubernetes"] }

func (in *inputs) ref() string { return fmt.Sprintf("%s:%s-%s", repository, in.kubernetes(), in.hash) }

// readInputs needs no network and builds nothing.
func readInputs(ctx context.Context, checkout string) (*inputs, error) {
	root, err := findCheckout(checkout)
	if err != nil {
		return nil, err
	}
	in := &inputs{module: filepath.Join(root, moduleFolder)}
	if in.suite, in.mirror, err = readDebian(); err != nil {
		return nil, err
	}
	if in.versions, err = requirements(ctx, in.module); err != nil {
		return nil, err
	}
	if in.kubernetes() == "" {
		return nil, fmt.Errorf("read %s/go.mod: it does not require k8s.io/kubernetes", in.module)
	}
	if in.kindVersion, in.kindDir, err = moduleSource(ctx, root, "sigs.k8s.io/kind"); err != nil {
		return nil, err
	}
	env := command.New("go", "env", "GOVERSION")
	env.Dir = in.module
	version, err := env.Output(ctx)
	if err != nil {
		return nil, err
	}
	in.goVersion = strings.TrimSpace(version)
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

// sum is over what goes in, and over nothing that does not: neither the time
// nor where files lie.
func (in *inputs) sum() (string, error) {
	hash := sha256.New()
	fmt.Fprintln(hash, in.kindVersion, in.goVersion, runtime.GOARCH, in.suite)
	if err := recipe.WriteSource(hash); err != nil {
		return "", fmt.Errorf("read the recipe: %w", err)
	}
	if err := writeModule(hash, os.DirFS(in.module)); err != nil {
		return "", fmt.Errorf("read the nested module: %w", err)
	}
	return short(hash.Sum(nil)), nil
}

// debianKey names what depends on Debian's part of the recipe only, so that a
// change elsewhere does not fetch all packages again.
func (in *inputs) debianKey() (string, error) {
	hash := sha256.New()
	fmt.Fprintln(hash, in.kindVersion, runtime.GOARCH, in.suite)
	err := recipe.WriteSource(hash, recipe.DebianSource()...)
	return in.suite + "-" + short(hash.Sum(nil)), err
}

func short(sum []byte) string { return hex.EncodeToString(sum)[:12] }

// requirements reads go.mod, which lists every module at its version.
func requirements(ctx context.Context, module string) (map[string]string, error) {
	var doc struct {
		Require []struct{ Path, Version string }
	}
	if err := goJSON(ctx, module, &doc, "mod", "edit", "-json"); err != nil {
		return nil, err
	}
	versions := map[string]string{}
	for _, r := range doc.Require {
		versions[r.Path] = r.Version
	}
	return versions, nil
}

// moduleSource finds the source of a module in the module cache; one that is
// not there is fetched and verified.
func moduleSource(ctx context.Context, dir, path string) (version, source string, err error) {
	var doc struct{ Version, Dir, Error string }
	if err := goJSON(ctx, dir, &doc, "mod", "download", "-json", path); err != nil {
		return "", "", err
	}
	if doc.Dir == "" {
		return "", "", fmt.Errorf("find the source of %s: %s", path, doc.Error)
	}
	return doc.Version, doc.Dir, nil
}

func goJSON(ctx context.Context, dir string, into any, args ...string) error {
	cmd := command.New("go", args...)
	cmd.Dir = dir
	cmd.Env = []string{"GOWORK=off"}
	out, err := cmd.Output(ctx)
	if err != nil {
		return err
	}
	if err := json.NewDecoder(strings.NewReader(out)).Decode(into); err != nil && err != io.EOF {
		return fmt.Errorf("read the answer of %s: %w", cmd, err)
	}
	return nil
}

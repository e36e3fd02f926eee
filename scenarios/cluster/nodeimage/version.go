package nodeimage

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/gherkind/gherkind/internal/cluster/kubeversion"
	"github.com/gherkind/gherkind/scenarios/cluster/gomodule"
)

// isDefault reports whether the nested module is used unchanged.
func (in *inputs) isDefault() bool { return in.minor == DefaultKubernetes() }

// modFile returns the name of the version's go.mod in the nested module, such as "v1.36.mod" if the version is not the default.
// All versions share the Go files.
func (in *inputs) modFile() string {
	if in.isDefault() {
		return "go.mod"
	}
	return in.minor.String() + ".mod"
}

// source returns the nested module of the version, as if it had its own folder.
func (in *inputs) source() fs.FS {
	dir := os.DirFS(in.module)
	if in.isDefault() {
		return dir
	}
	return gomodule.AtVersion(dir, in.minor.String())
}

// programsFolder returns the folder for the programs of a version. Each version has its own, so that building one version does
// not force linking another one again.
func (in *inputs) programsFolder() string {
	if in.isDefault() {
		return "bin"
	}
	return "bin-" + in.minor.String()
}

// canBuild says which versions can be built if the requested one cannot.
func (in *inputs) canBuild() error {
	_, err := os.Stat(filepath.Join(in.module, in.modFile()))
	if err == nil || !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	can := []kubeversion.Minor{DefaultKubernetes()}
	files, err := filepath.Glob(filepath.Join(in.module, "v*.mod"))
	for _, file := range files {
		if m, err := kubeversion.Parse(strings.TrimSuffix(filepath.Base(file), ".mod")); err == nil {
			can = append(can, m)
		}
	}
	return errors.Join(fmt.Errorf("Kubernetes %s is not among the versions that can be built here, %s", in.minor, kubeversion.List(can)), err)
}

// prepareModule creates the folder for compiling a version whose go.mod has another name.
func (b *build) prepareModule(context.Context) error {
	if b.isDefault() {
		return nil
	}
	dir := filepath.Join(b.work, "module")
	if err := os.CopyFS(dir, b.source()); err != nil {
		return fmt.Errorf("make the Go module of Kubernetes %s: %w", b.minor, err)
	}
	b.compileIn = dir
	return nil
}

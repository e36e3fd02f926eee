// Package chart loads Helm charts from the files of a project, and renders them. Nothing is downloaded: the dependencies of a
// chart must be in its charts/ folder.
package chart

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"helm.sh/helm/v4/pkg/chart/loader/archive"
	helm "helm.sh/helm/v4/pkg/chart/v2"
	"helm.sh/helm/v4/pkg/chart/v2/loader"
	"helm.sh/helm/v4/pkg/ignore"
)

// Chart is a chart whose files have been read. It is immutable, and may be rendered concurrently.
type Chart struct {
	Path  string   // of its folder or archive
	Name  string   // from Chart.yaml
	Files []string // that were read for it

	content  []*archive.BufferedFile
	recorded recorded // what it was rendered to, if it comes from a recording
}

// Is reports whether a folder contains a chart.
func Is(files fs.FS, dir string) bool {
	info, err := fs.Stat(files, path.Join(dir, "Chart.yaml"))
	return err == nil && !info.IsDir()
}

// Load reads a chart: a folder, or an archive made by helm package. The error is an [*Error].
func Load(files fs.FS, name string) (*Chart, error) {
	info, err := fs.Stat(files, name)
	if err != nil {
		return nil, &Error{Path: name, Msg: "look for the chart: " + err.Error()}
	}
	c := &Chart{Path: name}
	if info.IsDir() {
		err = c.readFolder(files)
	} else {
		err = c.readArchive(files)
	}
	if err != nil {
		return nil, c.wrong(err)
	}
	if c.recorded != nil {
		return c, nil
	}
	made, err := c.made()
	if err != nil {
		return nil, c.wrong(err)
	}
	c.Name = made.Name()
	return c, c.usable(made)
}

// made returns the files in the form of the library. The library modifies charts when it renders them, so each rendering gets
// its own copy.
func (c *Chart) made() (*helm.Chart, error) {
	content := make([]*archive.BufferedFile, len(c.content))
	for i, f := range c.content {
		content[i] = &archive.BufferedFile{Name: f.Name, ModTime: f.ModTime, Data: slices.Clone(f.Data)}
	}
	made, err := loader.LoadFiles(content)
	if err != nil {
		return nil, err
	}
	return made, made.Validate()
}

func (c *Chart) readArchive(files fs.FS) error {
	data, err := fs.ReadFile(files, c.Path)
	if err != nil {
		return err
	}
	c.Files = []string{c.Path}
	if c.content, err = archive.LoadArchiveFiles(bytes.NewReader(data)); err != nil {
		return fmt.Errorf("it is not a chart archive as written by helm package: %w", err)
	}
	return nil
}

// deepest is how deep the folders of a chart may be nested; deeper ones are links that lead back to a parent.
const deepest = 30

func (c *Chart) readFolder(files fs.FS) error {
	if data, err := fs.ReadFile(files, path.Join(c.Path, recordedName)); err == nil {
		c.recorded, err = readRecorded(data)
		return err
	}
	if !Is(files, c.Path) {
		return errors.New("there is no Chart.yaml in it: name the folder of a chart")
	}
	rules := ignore.Empty()
	if data, err := fs.ReadFile(files, path.Join(c.Path, ignore.HelmIgnore)); err == nil {
		if rules, err = ignore.Parse(bytes.NewReader(data)); err != nil {
			return fmt.Errorf("%s: %w", ignore.HelmIgnore, err)
		}
	}
	rules.AddDefaults()
	return c.readBelow(files, rules, "", 0)
}

// readBelow reads a folder of the chart, without what its .helmignore matches.
func (c *Chart) readBelow(files fs.FS, rules *ignore.Rules, dir string, depth int) error {
	if depth > deepest {
		return fmt.Errorf("the folder %s is nested in %d others: does a link lead back to the chart?", dir, depth)
	}
	entries, err := fs.ReadDir(files, path.Join(c.Path, dir))
	if err != nil {
		return err
	}
	for _, entry := range entries {
		name := path.Join(dir, entry.Name())
		info, err := fs.Stat(files, path.Join(c.Path, name)) // follows links
		if err != nil {
			return err
		}
		switch {
		case rules.Ignore(name, info):
		case info.IsDir():
			err = c.readBelow(files, rules, name, depth+1)
		case !info.Mode().IsRegular():
			err = fmt.Errorf("%s is not a regular file", name)
		default:
			err = c.readFile(files, name, info)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (c *Chart) readFile(files fs.FS, name string, info fs.FileInfo) error {
	at := path.Join(c.Path, name)
	data, err := fs.ReadFile(files, at)
	if err != nil {
		return err
	}
	c.Files = append(c.Files, at)
	c.content = append(c.content, &archive.BufferedFile{Name: name, ModTime: info.ModTime(), Data: bytes.TrimPrefix(data, []byte("\ufeff"))})
	return nil
}

// remoteSchema matches a reference to a schema at a URL.
var remoteSchema = regexp.MustCompile(`"\$ref"\s*:\s*"(https?://[^"]+)"`)

// usable returns why a chart cannot be installed, whatever its values are.
func (c *Chart) usable(made *helm.Chart) error {
	if made.Metadata.Type == "library" {
		return c.wrong(errors.New("it is a library, which has no objects: name a chart that uses it"))
	}
	if lacking := lacking(made); len(lacking) > 0 {
		return c.wrong(fmt.Errorf("it depends on %s, which is not in its charts folder, and nothing is downloaded: "+
			"run helm dependency build %s, and keep what that writes", strings.Join(lacking, " and "), c.Path))
	}
	for _, each := range append(made.Dependencies(), made) {
		if found := remoteSchema.FindSubmatch(each.Schema); found != nil {
			return c.wrong(fmt.Errorf("the values.schema.json of %s refers to %s, and nothing is downloaded: copy that into it, below $defs", each.Name(), found[1]))
		}
	}
	return nil
}

// lacking returns the dependencies that are missing in a chart.
func lacking(made *helm.Chart) []string {
	var names []string
	for _, want := range made.Metadata.Dependencies {
		has := func(have *helm.Chart) bool { return have.Name() == want.Name }
		if !slices.ContainsFunc(made.Dependencies(), has) {
			names = append(names, strings.TrimSpace(want.Name+" "+want.Version))
		}
	}
	return names
}

// AsksForAPIs reports whether the rendered objects may depend on what a cluster serves, beyond its version.
func (c *Chart) AsksForAPIs() bool {
	return slices.ContainsFunc(c.content, func(f *archive.BufferedFile) bool {
		return strings.HasSuffix(f.Name, ".tgz") || bytes.Contains(f.Data, []byte("APIVersions"))
	})
}

// Print returns a hash of the chart's files.
func (c *Chart) Print() string {
	sum := sha256.New()
	for _, f := range c.content {
		fmt.Fprintf(sum, "%q %q\n", f.Name, f.Data)
	}
	return fmt.Sprintf("%x", sum.Sum(nil)[:12])
}

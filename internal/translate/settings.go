package translate

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// limits are the time limits that a suite sets for all of its tests, by kind of operation. KUTTL has one, called "".
type limits map[string]time.Duration

// settings are what the configuration of a suite says.
type settings struct {
	limits limits
	files  []string // names of files with tests
	notes  []Skipped
}

// chainsawSettings reads the configuration of a suite, of both versions. See
// https://kyverno.github.io/chainsaw/latest/reference/apis/chainsaw.v1alpha2/.
func chainsawSettings(dir string) (settings, error) {
	s := settings{limits: limits{}, files: []string{"chainsaw-test.yaml", "chainsaw-test.yml"}}
	err := s.read(dir, []string{".chainsaw.yaml", ".chainsaw.yml"}, chainsawGroup, "Configuration", func(o object) {
		spec, ok := o.child("spec")
		if !ok {
			return
		}
		for _, kind := range []string{"assert", "error", "delete", "exec"} {
			if within, err := time.ParseDuration(spec.text("timeouts", kind)); err == nil && within > 0 {
				s.limits[kind] = within
			}
		}
		spec.allTimeouts()
		spec.ignore("parallel", "failFast", "fullName", "reportFormat", "reportPath", "reportName", "report", "catch", "error", "skipDelete", "delayBeforeCleanup", "fastNamespaceDeletion", "cleanup")
		if execution, ok := spec.child("execution"); ok {
			execution.ignore("parallel", "failFast")
		}
		discovery, ok := spec.child("discovery")
		if !ok {
			discovery = spec
		}
		discovery.ignore("fullName")
		if name := discovery.text("testFile"); name != "" {
			s.files = []string{name}
			if filepath.Ext(name) == "" {
				s.files = []string{name + ".yaml", name + ".yml"}
			}
		}
	})
	return s, err
}

// kuttlSettings reads the configuration of a suite.
func kuttlSettings(dir string) (settings, error) {
	s := settings{limits: limits{}}
	err := s.read(dir, []string{"kuttl-test.yaml", "kuttl-test.yml"}, kuttlGroup, "TestSuite", func(o object) {
		if seconds, err := strconv.Atoi(o.text("timeout")); err == nil && seconds > 0 {
			s.limits[""] = time.Duration(seconds) * time.Second
		}
		o.ignore("testDirs", "parallel", "artifactsDir", "reportFormat", "reportName", "reportGranularity", "suppress", "ignoreFiles", "skipDelete",
			"skipClusterDelete", "kindNodeCache", "attachControlPlaneOutput", "controlPlaneArgs")
	})
	return s, err
}

// read finds the configuration of a suite, and lists what use does not read of it.
func (s *settings) read(dir string, names []string, group, kind string, use func(object)) error {
	path, shown, err := above(dir, names)
	if path == "" || err != nil {
		return err
	}
	objects, err := readObjects(path, shown)
	if err != nil {
		return err
	}
	for _, o := range objects {
		if !o.tool(group) || o.kind() != kind {
			continue
		}
		o.ignore("metadata")
		use(o)
		for _, line := range unread(o) {
			s.notes = append(s.notes, *line.Skipped)
		}
	}
	return nil
}

// above finds a file in dir, or in the folders above it up to the working folder, where the tools look for it.
func above(dir string, names []string) (path, shown string, err error) {
	top, err := os.Getwd()
	if err != nil {
		return "", "", err
	}
	full, err := filepath.Abs(dir)
	if err != nil {
		return "", "", err
	}
	for {
		for _, name := range names {
			if exists(filepath.Join(full, name)) {
				return filepath.Join(full, name), shownIn(top, filepath.Join(full, name)), nil
			}
		}
		if inside, err := filepath.Rel(top, full); err != nil || inside == "." || strings.HasPrefix(inside, "..") {
			return "", "", nil //nolint:nilerr // a folder elsewhere has no folders above it that count
		}
		full = filepath.Dir(full)
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return !errors.Is(err, fs.ErrNotExist)
}

// shownIn is the path of a file as messages write it.
func shownIn(top, path string) string {
	if short, err := filepath.Rel(top, path); err == nil && !strings.HasPrefix(short, "..") {
		return filepath.ToSlash(short)
	}
	return filepath.ToSlash(path)
}

package translate

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// suiteOf creates a case for every file or folder below dir that is a test.
func suiteOf(dir string, is func(path string, entry fs.DirEntry) bool, read func(c *Case, path string) error) (*Suite, error) {
	suite := &Suite{}
	names := map[string]int{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !is(path, entry) {
			return err
		}
		at, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		folder := at
		if !entry.IsDir() {
			folder = filepath.Dir(at)
		}
		name := slug(folder)
		if folder == "." {
			full, err := filepath.Abs(dir)
			if err != nil {
				return err
			}
			name = slug(filepath.Base(full))
		}
		if names[name]++; names[name] > 1 {
			name = fmt.Sprintf("%s-%d", name, names[name])
		}
		c := &Case{Name: name, Source: filepath.ToSlash(filepath.Join(dir, at)), folder: filepath.ToSlash(filepath.Join(dir, folder))}
		if err := read(c, path); err != nil {
			return err
		}
		c.end()
		suite.Cases = append(suite.Cases, c)
		return nil
	})
	return suite, err
}

var noName = regexp.MustCompile(`[^a-z0-9]+`)

// slug converts a path to a file name.
func slug(path string) string {
	if name := strings.Trim(noName.ReplaceAllString(strings.ToLower(filepath.ToSlash(path)), "-"), "-"); name != "" {
		return name
	}
	return "test"
}

// filesOf reads the objects of a file, a pattern or a folder. why says why they cannot be read.
func filesOf(dir, shown, name string) (all []object, why string) {
	if strings.Contains(name, "://") {
		return nil, "it is not on this machine; save it next to the test"
	}
	if strings.Contains(name, "$") {
		return nil, "its name has a variable"
	}
	pattern := name
	if !filepath.IsAbs(pattern) {
		pattern = filepath.Join(dir, name)
	}
	if info, err := os.Stat(pattern); err == nil && info.IsDir() {
		pattern = filepath.Join(pattern, "*.yaml")
	}
	paths, err := filepath.Glob(pattern)
	if err != nil || len(paths) == 0 {
		return nil, "there is no such file"
	}
	for _, path := range paths {
		objects, err := readObjects(path, filepath.ToSlash(filepath.Join(shown, filepath.Base(path))))
		if err != nil {
			return nil, err.Error()
		}
		all = append(all, objects...)
	}
	return all, ""
}

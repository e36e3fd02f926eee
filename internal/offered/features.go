package offered

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/gherkin"
)

// extension is that of feature files.
const extension = ".feature"

// mostFiles is how many features are read for one completion, because a person is waiting.
const mostFiles = 500

// Features returns the feature files, and the folders that may contain some, that complete a path. After a file and a colon, it
// returns its scenarios, with their names after a tab. open says that more may be typed after a completion.
func Features(dir, typed string) (names []string, open bool) {
	if file, line, has := strings.Cut(typed, extension+":"); has {
		return scenariosOf(dir, file+extension, line), false
	}
	return paths(dir, typed, func(name string) bool { return strings.HasSuffix(name, extension) })
}

// paths returns folders without hidden names, and matching files.
func paths(dir, typed string, fits func(name string) bool) (names []string, open bool) {
	parent, begun := filepath.Split(typed)
	entries, err := os.ReadDir(within(dir, parent))
	if err != nil {
		return nil, false
	}
	for _, e := range entries {
		name := e.Name()
		if !strings.HasPrefix(name, begun) || strings.HasPrefix(name, ".") && !strings.HasPrefix(begun, ".") {
			continue
		}
		info, err := os.Stat(within(dir, filepath.Join(parent, name))) // follows links
		switch {
		case err != nil:
		case info.IsDir():
			names, open = append(names, parent+name+string(filepath.Separator)), true
		case fits(name):
			names = append(names, parent+name)
		}
	}
	return names, open
}

// within returns a path that can be opened from the working folder.
func within(dir, name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(dir, name)
}

func scenariosOf(dir, file, line string) []string {
	feature := parsed(within(dir, file))
	if feature == nil {
		return nil
	}
	var names []string
	for _, p := range feature.Pickles {
		if name := fmt.Sprintf("%s:%d", file, p.Line); strings.HasPrefix(name, file+":"+line) {
			names = append(names, name+"\t"+p.Name)
		}
	}
	return names
}

// parsed returns a feature, or nil if the file is not one.
func parsed(file string) *gherkin.Feature {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil
	}
	feature, err := gherkin.Parse(filepath.ToSlash(file), data)
	if err != nil {
		return nil
	}
	return feature
}

// Tags completes the last tag of an expression from the features in the folders or files.
func Tags(dir string, features []string, typed string) []string {
	begin := strings.LastIndexAny(typed, " (") + 1
	before, begun := typed[:begin], typed[begin:]
	var all []string
	for _, file := range featuresBelow(dir, features) {
		feature := parsed(file)
		if feature == nil {
			continue
		}
		for _, p := range feature.Pickles {
			for _, tag := range p.Tags {
				if strings.HasPrefix(tag, begun) {
					all = append(all, before+tag)
				}
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func featuresBelow(dir string, paths []string) []string {
	var files []string
	for _, path := range paths {
		file, _ := gherkin.SplitLines(path)
		err := filepath.WalkDir(within(dir, file), func(name string, e fs.DirEntry, err error) error {
			if err == nil && !e.IsDir() && strings.HasSuffix(name, extension) {
				files = append(files, name)
			}
			if len(files) >= mostFiles {
				return fs.SkipAll
			}
			return nil
		})
		if err != nil || len(files) >= mostFiles {
			break
		}
	}
	return files
}

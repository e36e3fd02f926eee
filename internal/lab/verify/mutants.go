package verify

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/lab/exercise"
	"github.com/gherkind/gherkind/internal/mutate/operator"
)

// Mutant is the solution with one change.
type Mutant struct {
	File string // in solution/
	Says string // what was changed
	// Missed is a criterion that it did not pass; "" if it gets full marks.
	Missed string
	// Fault says why it could not be judged; "" if it was.
	Fault string
}

// Mutants judges changed solutions as if students had submitted them, and calls told with each. One that gets full marks is a
// possible wrong answer: either the change does not matter, or a criterion is missing.
func Mutants(ctx context.Context, e *exercise.Exercise, judge Judge, told func(Mutant)) error {
	files, err := filesOf(e.Path(exercise.SolutionFolder))
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		mutants, err := operator.Mutants(files[name], operator.Catalogue())
		if err != nil {
			return fmt.Errorf("change %s: %w", name, err)
		}
		for _, m := range mutants {
			is := Mutant{File: name, Says: m.Change.Says}
			if ref := m.Object.Ref(); !strings.Contains(is.Says, ref) {
				is.Says = ref + ": " + is.Says
			}
			if err := is.judge(ctx, files, &m, judge); err != nil {
				return err
			}
			if ctx.Err() != nil {
				return ctx.Err()
			}
			told(is)
		}
	}
	return nil
}

func (m *Mutant) judge(ctx context.Context, files map[string][]byte, change *operator.Mutant, judge Judge) (err error) {
	text, err := change.Text()
	if err != nil {
		return fmt.Errorf("change %s: %w", m.File, err)
	}
	dir, err := os.MkdirTemp("", "gherkind-mutant-")
	if err != nil {
		return fmt.Errorf("write a changed solution: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	for name, content := range files {
		if name == m.File {
			content = text
		}
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o700), os.WriteFile(file, content, 0o600)); err != nil {
			return fmt.Errorf("write a changed solution: %w", err)
		}
	}
	g, err := judge(ctx, dir)
	if err != nil {
		return fmt.Errorf("%s: %s: %w", m.File, m.Says, err)
	}
	if ids := missed(g); len(ids) > 0 {
		m.Missed = ids[0]
	} else if lost := g.Undecided(); len(lost) > 0 {
		m.Fault = lost[0].Why
	}
	return nil
}

// filesOf returns the manifests of a folder, by name.
func filesOf(dir string) (map[string][]byte, error) {
	files := map[string][]byte{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() || !slices.Contains([]string{".yaml", ".yml", ".json"}, path.Ext(name)) {
			return err
		}
		files[name], err = os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the solution: %w", err)
	}
	return files, nil
}

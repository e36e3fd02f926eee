package grade

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/gherkind/gherkind/internal/bundle"
	"github.com/gherkind/gherkind/internal/lab/exercise"
	"github.com/gherkind/gherkind/internal/lab/marks"
	"github.com/gherkind/gherkind/internal/tags"
	"github.com/gherkind/gherkind/scenarios/report"
)

// Kept returns the bundle files of the criteria, by ID, in the Keep folder of a [Place].
func Kept(folder string, g *marks.Grade) (map[string]string, error) {
	files := map[string]string{}
	for _, c := range g.Criteria {
		if c.Code == marks.CodeChanged || c.Code == marks.CodeFaked {
			continue // its verdict does not follow from what was observed
		}
		file := filepath.Join(folder, c.ID) + bundle.Extension
		switch _, err := os.Stat(file); {
		case err == nil:
			files[c.ID] = file
		case !errors.Is(err, fs.ErrNotExist):
			return nil, fmt.Errorf("find what was kept of criterion %s: %w", c.ID, err)
		}
	}
	return files, nil
}

// Again returns the result of a criterion whose scenario was judged again, from its bundle.
func Again(was marks.Criterion, s *report.Scenario) marks.Criterion {
	m := was
	m.Verdict, m.Earned, m.Credit, m.Expected, m.Seen, m.Code, m.Why, m.Hint, m.Line = "", 0, "", "", "", "", "", "", was.Line
	(&runner{}).conclude(&m, &exercise.Criterion{Partial: tags.Has(s.Tags, exercise.PartialTag)}, s, nil)
	return m
}

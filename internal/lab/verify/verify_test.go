package verify

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/lab/exercise"
	"github.com/gherkind/gherkind/internal/lab/marks"
)

// graded takes the verdicts of runs, reachable and heals: p is passed, f failed, a partial, b blocked, i infrastructure.
func graded(verdicts string) *marks.Grade {
	g := &marks.Grade{}
	points := []marks.Points{3 * marks.One, 3 * marks.One, 4 * marks.One}
	for i, id := range []string{"runs", "reachable", "heals"} {
		c := marks.Criterion{ID: id, Points: points[i], Verdict: map[byte]marks.Verdict{'p': marks.Passed, 'f': marks.Failed, 'a': marks.Partial, 'b': marks.Blocked, 'i': marks.Infrastructure}[verdicts[i]]}
		switch c.Verdict {
		case marks.Passed:
			c.Earned = c.Points
		case marks.Partial:
			c.Earned, c.Credit = marks.One, "1 of 3"
		default:
		}
		g.Criteria = append(g.Criteria, c)
	}
	return g
}

func TestWhatIsUnfairIsFound(t *testing.T) {
	t.Chdir(t.TempDir())
	if _, err := exercise.New("web"); err != nil {
		t.Fatal(err)
	}
	e, err := exercise.Load("web", exercise.Options{})
	if err != nil {
		t.Fatal(err)
	}
	good := map[string]string{"solution": "ppp", "start": "ffb", "wrong-selector": "pfb", "bare-pods": "fpf"}
	for _, c := range []struct{ state, verdicts, says string }{
		{"solution", "ppp", ""},
		{"solution", "ppf", `the solution does not pass criterion "heals"`},
		{"start", "pfb", `the start state passes criterion "runs" already`},
		{"start", "afb", `the start state got 1 points (1 of them for criterion "runs", 1 of 3), and exercise.yaml says start-points: 0`},
		{"wrong-selector", "ffb", `the wrong answer "wrong-selector" got 0 points (it missed runs, reachable, heals), and exercise.yaml says points: 3`},
		{"bare-pods", "pfb", `the wrong answer "bare-pods" should miss criterion "runs", and did not`},
		{"bare-pods", "fpp", `no wrong answer fails criterion "heals"`},
		{"bare-pods", "fpi", `wrong/bare-pods: criterion "heals" could not be judged`},
	} {
		r, err := Run(t.Context(), e, func(_ context.Context, folder string) (*marks.Grade, error) {
			state := filepath.Base(folder)
			if state == c.state {
				return graded(c.verdicts), nil
			}
			return graded(good[state]), nil
		}, nil)
		if err != nil {
			t.Fatal(err)
		}
		all := strings.Join(append(r.Problems, r.Faults...), "\n")
		if r.Good() != (c.says == "") || !strings.Contains(all, c.says) {
			t.Errorf("%s %s: %s", c.state, c.verdicts, all)
		}
	}
}

// TestStartPointsAreExact: a start state must earn exactly what is declared, not less.
func TestStartPointsAreExact(t *testing.T) {
	for verdicts, problems := range map[string]int{"afb": 0, "ffb": 1} {
		e := &exercise.Exercise{Settings: exercise.Settings{StartPoints: marks.One}}
		r := &Report{Exercise: e}
		g := graded(verdicts)
		r.start(g, g.Raw())
		if len(r.Problems) != problems {
			t.Errorf("%s: %q", verdicts, r.Problems)
		}
	}
}

// TestChangedSolutionsAreJudged: each differs from the solution in one file and is complete; what misses nothing is told as
// such, and what could not be judged is neither.
func TestChangedSolutionsAreJudged(t *testing.T) {
	t.Chdir(t.TempDir())
	if _, err := exercise.New("web"); err != nil {
		t.Fatal(err)
	}
	e, err := exercise.Load("web", exercise.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("web/solution/settings.yaml", []byte("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {a: b}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	original, err := filesOf(e.Path(exercise.SolutionFolder))
	if err != nil {
		t.Fatal(err)
	}
	var folders []string
	judge := func(_ context.Context, folder string) (*marks.Grade, error) {
		folders = append(folders, folder)
		files, err := filesOf(folder)
		if err != nil {
			return nil, err
		}
		differ := 0
		for name := range original {
			if string(files[name]) != string(original[name]) {
				differ++
			}
		}
		if len(files) != len(original) || differ != 1 {
			t.Errorf("%d files, of which %d differ", len(files), differ)
		}
		switch {
		case string(files["settings.yaml"]) != string(original["settings.yaml"]):
			g := graded("ppi")
			g.Criteria[2].Why = "the node is gone"
			return g, nil
		case strings.Contains(string(files["web.yaml"]), "replicas: 2"):
			return graded("ppp"), nil
		}
		return graded("pfb"), nil
	}
	told := map[string]int{}
	err = Mutants(t.Context(), e, judge, func(m Mutant) { told[m.File+" "+m.Missed+strings.Repeat(" fault", min(len(m.Fault), 1))]++ })
	if err != nil || told["settings.yaml "] > 0 || told["web.yaml reachable"] == 0 || told["web.yaml "] < 5 || told["web.yaml reachable"]+told["web.yaml "]+told["settings.yaml  fault"] < len(folders) {
		t.Errorf("%v, %v of %d", err, told, len(folders))
	}
	for _, folder := range folders {
		if _, err := os.Stat(folder); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s is left: %v", folder, err)
		}
	}
}

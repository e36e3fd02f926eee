package scenarios_test

import (
	"context"
	"errors"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/gherkind/gherkind/internal/engine"
	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/proven"
	"github.com/gherkind/gherkind/internal/proving"
	"github.com/gherkind/gherkind/internal/schedule"
	"github.com/gherkind/gherkind/internal/tags"
	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

// inputCase is a folder of testdata/cases: features, the files they need, and case.yaml with the correct verdicts.
// testdata/cases/README.md has an example.
type inputCase struct {
	Fault     string         `yaml:"fault"`   // what once went wrong with such an input, in a sentence or two
	Refused   string         `yaml:"refused"` // regular expression for why nothing is run
	Cluster   bool           `yaml:"cluster"` // only a cluster can tell that it must be refused
	Slow      bool           `yaml:"slow"`    // run by make prove, and here if something that it depends on has changed since
	Scenarios []caseScenario `yaml:"scenarios"`

	dir string
}

// caseScenario is the expected result of one or several scenarios of a case.
type caseScenario struct {
	Name    string `yaml:"name"`     // regular expression for the whole name
	Verdict string `yaml:"verdict"`  // passed, failed or infrastructure
	FailsAt string `yaml:"fails at"` // the step
	Saw     string `yaml:"saw"`      // regular expression
	Code    string `yaml:"code"`     // regular expression for the whole code
	Warning string `yaml:"warning"`  // regular expression; if empty, there must be no warning, otherwise there must be one
	Why     string `yaml:"why"`      // regular expression for the cause or the hint, or for why there is no verdict
}

// TestCases runs the inputs of testdata/cases on the real cluster, and checks their verdicts. To run one: go test ./scenarios
// -run 'TestCases/stale-condition'. GHERKIND_CASES=20 runs each 20 times.
func TestCases(t *testing.T) {
	onCluster(t)
	c, p := connected(t), readProofs(t)
	var jobs []schedule.Job
	for _, each := range readCases(t) {
		if each.Refused != "" && !each.Cluster {
			continue // see TestRefusedCases
		}
		if why := p.staleCase(t, each); why == "" && !proving.On() {
			continue
		}
		var used []string
		if each.Refused == "" {
			for _, pickle := range picklesOf(t, each) {
				used = append(used, pickle.Tags...)
			}
		}
		jobs = append(jobs, schedule.Job{Exclusive: tags.Has(used, tags.Exclusive), Locks: tags.Values(used, tags.Node), Run: func(context.Context) {
			t.Run(each.name(), func(t *testing.T) {
				mustJudge(t, each, c, rounds(t))
				if each.Slow && proving.On() && !t.Failed() {
					p.put(t, caseName(each), proven.Entry{Inputs: p.caseInputs(t, each)})
				}
			})
		}})
	}
	schedule.All(t.Context(), engine.DefaultLimits(), jobs)
}

// TestRefusedCases: cases that must be refused are refused before a cluster is contacted.
func TestRefusedCases(t *testing.T) {
	for _, each := range readCases(t) {
		if each.Refused == "" || each.Cluster {
			continue
		}
		t.Run(each.name(), func(t *testing.T) {
			_, err := scenarios.Run(t.Context(), scenarios.Options{
				FS: os.DirFS(each.dir), Paths: []string{"."}, StateDir: t.TempDir(),
				Cluster: cluster.Options{Topology: "none-is-needed"},
			})
			mustBeRefused(t, each, err)
		})
	}
}

// TestCasesAreWhole: every scenario of a case has exactly one expected verdict.
func TestCasesAreWhole(t *testing.T) {
	for _, each := range readCases(t) {
		t.Run(each.name(), func(t *testing.T) {
			if each.Fault == "" || (each.Refused == "") == (len(each.Scenarios) == 0) {
				t.Fatal("case.yaml must say what the fault was, and either `refused` or `scenarios`")
			}
			if each.Refused != "" {
				return // perhaps it cannot even be loaded
			}
			pickles := picklesOf(t, each)
			for _, pickle := range pickles {
				if _, err := each.wanted(pickle.Name); err != nil {
					t.Error(err)
				}
			}
			for _, want := range each.Scenarios {
				if problem := want.unfit(pickles); problem != "" {
					t.Errorf("%s: %s", want.Name, problem)
				}
			}
		})
	}
}

func (c inputCase) name() string { return filepath.Base(c.dir) }

// caseName is the name of a case's entry in the ledger.
func caseName(c inputCase) string { return "case " + c.name() }

// staleCase returns why a case must be run, or "" if it need not.
func (p *proofs) staleCase(t *testing.T, each inputCase) string {
	t.Helper()
	if !each.Slow {
		return "it takes little time"
	}
	entry, known := p.entries[caseName(each)]
	if !known {
		return "it was never proven"
	}
	if changed := p.caseInputs(t, each).Changed(entry.Inputs); len(changed) > 0 {
		return "changed: " + strings.Join(changed, ", ")
	}
	return ""
}

// caseInputs returns what the outcome of a case depends on: its files, and the source of all its steps, as there is no
// recording to judge again.
func (p *proofs) caseInputs(t *testing.T, each inputCase) proven.Inputs {
	t.Helper()
	in := proven.Inputs{}
	for name, text := range filesOf(t, os.DirFS(each.dir)) {
		in["file "+name] = proven.Hash(string(text))
	}
	for _, pickle := range picklesOf(t, each) {
		own, err := p.catalogue.Whole(pickle, os.DirFS(each.dir))
		if err != nil {
			t.Fatal(err)
		}
		maps.Copy(in, own)
	}
	return in
}

func readCases(t *testing.T) []inputCase {
	t.Helper()
	files, err := filepath.Glob("testdata/cases/*/case.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("there are no cases: %v", err)
	}
	cases := make([]inputCase, 0, len(files))
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		one := inputCase{dir: filepath.Dir(name)}
		decoder := yaml.NewDecoder(strings.NewReader(string(data)))
		decoder.KnownFields(true)
		if err := decoder.Decode(&one); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		cases = append(cases, one)
	}
	return cases
}

func picklesOf(t *testing.T, each inputCase) []*gherkin.Pickle {
	t.Helper()
	features, err := gherkin.Load(os.DirFS(each.dir), []string{"."})
	if err != nil {
		t.Fatal(err)
	}
	var pickles []*gherkin.Pickle
	for _, feature := range features {
		pickles = append(pickles, feature.Pickles...)
	}
	return pickles
}

// rounds is how often each case is run, from GHERKIND_CASES.
func rounds(t *testing.T) int {
	t.Helper()
	text := os.Getenv("GHERKIND_CASES")
	if text == "" {
		return 1
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("GHERKIND_CASES=%s: it must be a number, 1 or more", text)
	}
	return n
}

// TestCasesUnderLoad runs the cases of checks that once saw the state from before their action 20 times in a row, with as many
// busy processes as there are processors.
func TestCasesUnderLoad(t *testing.T) {
	proving.Only(t, "it keeps the machine busy for minutes")
	onCluster(t)
	c := connected(t)
	for range runtime.NumCPU() {
		busy := exec.CommandContext(t.Context(), "sh", "-c", "while :; do :; done")
		if err := busy.Start(); err != nil {
			t.Fatal(err)
		}
		defer func() { // it is ended by a signal, which is not an error here
			if err := errors.Join(busy.Process.Kill(), asEnded(busy.Wait())); err != nil {
				t.Error(err)
			}
		}()
	}
	wanted := regexp.MustCompile(`^(09|20|21|22|28)-`)
	ran := 0
	for _, each := range readCases(t) {
		if name := each.name(); wanted.MatchString(name) && each.Refused == "" {
			ran++
			t.Run(name, func(t *testing.T) { mustJudge(t, each, c, 20) })
		}
	}
	if ran < 4 {
		t.Errorf("only %d cases were run", ran)
	}
}

// asEnded ignores that a process was ended by a signal.
func asEnded(err error) error {
	if exit, is := errors.AsType[*exec.ExitError](err); is && !exit.Exited() {
		return nil
	}
	return err
}

// mustJudge runs a case several times. No attempt is repeated: a correct verdict must be correct each time.
func mustJudge(t *testing.T, each inputCase, c *cluster.Cluster, rounds int) {
	t.Helper()
	for round := range rounds {
		result, err := scenarios.Run(t.Context(), scenarios.Options{
			FS: os.DirFS(each.dir), Paths: []string{"."}, StateDir: t.TempDir(), Cluster: shared(t), Connected: c,
		})
		if each.Refused != "" {
			mustBeRefused(t, each, err)
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range result.Scenarios {
			for _, problem := range each.problems(s) {
				t.Errorf("round %d of %d, %q: %s", round+1, rounds, s.Name, problem)
			}
		}
	}
}

func mustBeRefused(t *testing.T, each inputCase, err error) {
	t.Helper()
	var usage *scenarios.UsageError
	if !errors.As(err, &usage) {
		t.Errorf("it was not refused: %v", err)
		return
	}
	if !regexp.MustCompile("(?s)" + each.Refused).MatchString(err.Error()) {
		t.Errorf("it was refused with\n%v\nwhich does not match %q", err, each.Refused)
	}
}

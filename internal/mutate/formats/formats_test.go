package formats_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/mutate"
	"github.com/gherkind/gherkind/internal/mutate/formats"
)

func report() *mutate.Report {
	r := &mutate.Report{
		Tool: "gherkind v1", Kubernetes: "v1.37.2", Ended: time.Time{}.Add(time.Minute),
		Mutants: []mutate.Entry{
			{
				ID: "1", Verdict: mutate.Survived, Operator: "probe-removed", Attacks: "Probes.", File: "manifests/a b.yaml", Line: 2, Column: 3,
				Says: `liveness probe of container "web" removed`, Assert: `container "web" <was> restarted`, Scenarios: []string{"features/f.feature:2", "features/f.feature:5"},
			},
			{
				ID: "2", Verdict: mutate.Killed, Operator: "image-missing", File: "manifests/a b.yaml", Line: 2, Says: "image is one that does not exist",
				By: &mutate.Notice{Name: "a", Step: "Then it runs", Code: "POD_IMAGE_PULL"}, Scenarios: []string{"features/f.feature:2"},
			},
			{ID: "3", Verdict: mutate.Invalid, Operator: "x", File: "manifests/a b.yaml", Line: 1, Says: "name removed", Why: "it is required"},
		},
		LeftOut: []mutate.LeftOut{{Scenario: "features/f.feature:9", Name: "c", Why: "it is flaky"}},
		Files:   map[string]string{"manifests/a b.yaml": "kind: Pod\n  <web>: 1\n"},
	}
	for _, e := range r.Mutants {
		r.Score.Add(e.Verdict)
	}
	r.Features = []mutate.Feature{{URI: "features/f.feature", Name: "F", Score: r.Score}}
	return r
}

const sentence = `liveness probe of container "web" removed: 2 scenarios use this manifest, none noticed; assert: container "web" <was> restarted`

func TestMutantsThatAreOnlyListed(t *testing.T) {
	r := &mutate.Report{Listed: true, Notes: []string{"a note"}, Mutants: []mutate.Entry{
		{Verdict: mutate.Untried, Operator: "x", File: "manifests/a.yaml", Line: 2, Says: "name removed"},
		{Verdict: mutate.Equivalent, Operator: "y", File: "manifests/a.yaml", Line: 3, Says: "port removed", Why: "nobody asks"},
	}}
	for _, e := range r.Mutants {
		r.Score.Add(e.Verdict)
	}
	var b bytes.Buffer
	if err := formats.Terminal(&b, r, 0); err != nil {
		t.Fatal(err)
	}
	const want = `manifests/a.yaml:2  name removed  (x)
manifests/a.yaml:3  port removed: equivalent: nobody asks  (y)
note  a note
2 mutants, 1 of them declared equivalent
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

func TestTerminal(t *testing.T) {
	var b bytes.Buffer
	if err := formats.Terminal(&b, report(), 0); err != nil {
		t.Fatal(err)
	}
	const want = `SURVIVED  manifests/a b.yaml:2  (probe-removed)
  ` + sentence + `

LEFT OUT  features/f.feature:9  c
  it is flaky

features/f.feature  50 % (1 of 2 noticed), 1 invalid
in all              50 % (1 of 2 noticed), 1 invalid; 3 mutants in 1m0s
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

// written returns a report in a format.
func written(t *testing.T, format string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "new", "report")
	w, err := formats.Parse(format + ":" + file)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Write(nil, report(), nil); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestFormats(t *testing.T) {
	for format, parts := range map[string][]string{
		"github": {
			`::warning file=manifests/a b.yaml,line=2,title=Survived%3A probe-removed::` + sentence + "\n",
			"::notice title=gherkind mutate::50 %25 (1 of 2 noticed), 1 invalid\n",
		},
		"markdown": {"## Mutation score: 50 % (1 of 2 noticed)", "| features/f.feature | 50 % | 1 | 1 |", "- manifests/a b.yaml:2: liveness", "&lt;was&gt;", "it is flaky"},
		"html": {
			`<details class="survived"><summary><b>2</b><span>  &lt;web&gt;: 1</span>`, `<details class="invalid"><summary><b>1</b>`,
			"&lt;was&gt; restarted", "noticed by &#34;a&#34; at &#34;Then it runs&#34; (POD_IMAGE_PULL)", "it is flaky",
		},
		"json": {`"verdict": "survived"`, `"code": "POD_IMAGE_PULL"`, `"why": "it is flaky"`},
	} {
		got := written(t, format)
		for _, part := range parts {
			if !strings.Contains(got, part) {
				t.Errorf("%s lacks %s:\n%s", format, part, got)
			}
		}
		if strings.Contains(got, "<web>") && format != "json" {
			t.Errorf("%s:\n%s", format, got)
		}
	}
}

func TestSARIF(t *testing.T) {
	var log struct {
		Version string
		Runs    []struct {
			Tool struct {
				Driver struct{ Rules []struct{ ID string } }
			}
			Results []struct {
				RuleID    string
				Message   struct{ Text string }
				Locations []struct {
					PhysicalLocation struct {
						ArtifactLocation struct{ URI string }
						Region           struct{ StartLine, StartColumn int }
					}
				}
			}
		}
	}
	if err := json.Unmarshal([]byte(written(t, "sarif")), &log); err != nil {
		t.Fatal(err)
	}
	if len(log.Runs) != 1 || len(log.Runs[0].Results) != 1 || log.Version != "2.1.0" {
		t.Fatalf("%+v", log)
	}
	result := log.Runs[0].Results[0]
	at := result.Locations[0].PhysicalLocation
	if result.RuleID != "probe-removed" || log.Runs[0].Tool.Driver.Rules[0].ID != result.RuleID || result.Message.Text != sentence {
		t.Errorf("%+v", result)
	}
	if at.ArtifactLocation.URI != "manifests/a%20b.yaml" || at.Region.StartLine != 2 || at.Region.StartColumn != 3 {
		t.Errorf("%+v", at)
	}
}

func TestParseRefuses(t *testing.T) {
	for _, spec := range []string{"", "xml", "xml:f", "json:" + t.TempDir()} {
		if _, err := formats.Parse(spec); err == nil {
			t.Errorf("%q: no error", spec)
		}
	}
	if w, err := formats.Parse("json"); err != nil || w.File != "-" {
		t.Errorf("json alone: %+v, %v", w, err)
	}
}

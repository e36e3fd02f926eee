//go:build unix

package cli

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	yaml "gopkg.in/yaml.v3"

	"github.com/gherkind/gherkind/internal/proving"
)

const argoExample = "../../examples/argo-rollouts"

// TestArgoExample: the controller of Argo Rollouts is compiled and set up, the features of the example pass, and the broken
// twin of each scenario fails at the expected step.
func TestArgoExample(t *testing.T) {
	proving.Only(t, "make prove runs the example")
	s := newSandbox(t, "")
	s.dir = filepath.Join(s.dir, "argo-rollouts")
	copyExample(t, s.dir)
	twins := readArgoTwins(t)
	for number, twin := range twins {
		twin.write(t, filepath.Join(s.dir, twinFolder(number)))
	}
	cmd, out := s.command("run", "features", "twins", "--step-timeout", "90s", "--report", "json:report.json")
	if code := exitOf(cmd.Run()); code != exitFailed {
		t.Fatalf("exit code %d, want failing twins\n%s", code, out)
	}
	var report argoReport
	data, err := os.ReadFile(filepath.Join(s.dir, "report.json"))
	if err == nil {
		err = json.Unmarshal(data, &report)
	}
	if err != nil {
		t.Fatal(err)
	}
	report.judge(t, twins)
	if t.Failed() {
		t.Log(out)
	}
}

// copyExample copies the project with the manifests of its Go module, as its README describes.
func copyExample(t *testing.T, dir string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"deploy", "features"} {
		if err := os.CopyFS(filepath.Join(dir, name), os.DirFS(filepath.Join(argoExample, name))); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"gherkind.yaml", "go.mod", "go.sum"} {
		text, err := os.ReadFile(filepath.Join(argoExample, name))
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name), text, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	script := exec.CommandContext(t.Context(), "sh", "-c", readmeCommand(t))
	script.Dir = dir
	if out, err := script.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

// readmeCommand returns the README's command for the manifests of the module.
func readmeCommand(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(argoExample, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if command, is := strings.CutPrefix(strings.TrimSpace(line), "$ "); is && strings.Contains(command, "ln -s") {
			return command
		}
	}
	t.Fatal("the README does not say where the manifests of the module come from")
	return ""
}

// argoTwin is a scenario of the example with one broken thing.
type argoTwin struct {
	Scenario string `yaml:"scenario"`
	Broken   string `yaml:"broken"`
	Manifest string `yaml:"manifest"` // a file in features/ that is changed; empty for the scenario itself
	Replace  string `yaml:"replace"`
	With     string `yaml:"with"`
	FailsAt  string `yaml:"fails at"`
	Nth      int    `yaml:"nth"` // among the steps with this text
	Saw      string `yaml:"saw"` // regular expression
}

func readArgoTwins(t *testing.T) []argoTwin {
	t.Helper()
	file, err := os.Open("testdata/argo-rollouts-twins.yaml")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close() // opened only for reading
	decoder := yaml.NewDecoder(file)
	decoder.KnownFields(true)
	var twins []argoTwin
	if err := decoder.Decode(&twins); err != nil {
		t.Fatal(err)
	}
	return twins
}

func twinFolder(number int) string { return fmt.Sprintf("twins/%02d", number+1) }

// write writes the broken scenario as a separate feature next to the manifests.
func (twin argoTwin) write(t *testing.T, dir string) {
	t.Helper()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join(argoExample, "features"))); err != nil {
		t.Fatal(err)
	}
	features, err := filepath.Glob(filepath.Join(dir, "*.feature"))
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, file := range features {
		text := readText(t, file)
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
		one, has := onlyScenario(text, twin.Scenario)
		if !has {
			continue
		}
		found++
		if twin.Manifest == "" {
			one = twin.replaced(t, one)
		}
		writeText(t, filepath.Join(dir, "twin.feature"), one)
	}
	if found != 1 {
		t.Fatalf("%d scenarios are called %q", found, twin.Scenario)
	}
	if twin.Manifest != "" {
		file := filepath.Join(dir, twin.Manifest)
		writeText(t, file, twin.replaced(t, readText(t, file)))
	}
}

func (twin argoTwin) replaced(t *testing.T, text string) string {
	t.Helper()
	if n := strings.Count(text, twin.Replace); n != 1 {
		t.Fatalf("%s: %s: the text to replace occurs %d times", twin.Scenario, twin.Broken, n)
	}
	return strings.Replace(text, twin.Replace, twin.With, 1)
}

var scenarioHeading = regexp.MustCompile(`(?m)^  Scenario: (.*)\n`)

// onlyScenario returns the feature with only this scenario.
func onlyScenario(feature, name string) (string, bool) {
	headings := scenarioHeading.FindAllStringSubmatchIndex(feature, -1)
	for i, at := range headings {
		if feature[at[2]:at[3]] != name {
			continue
		}
		end := len(feature)
		if i+1 < len(headings) {
			end = headings[i+1][0]
		}
		return feature[:headings[0][0]] + feature[at[0]:end], true
	}
	return "", false
}

// argoReport is the JSON report of a run.
type argoReport struct {
	Scenarios []struct {
		File, Name, Verdict, Error string
		Steps                      []struct {
			Text string
			Line int
		}
		Failure struct {
			Line int
			Saw  string
		}
	}
}

// judge checks each scenario and each twin.
func (r argoReport) judge(t *testing.T, twins []argoTwin) {
	t.Helper()
	byFile := map[string]argoTwin{}
	for number, twin := range twins {
		byFile[twinFolder(number)+"/twin.feature"] = twin
	}
	for _, s := range r.Scenarios {
		twin, is := byFile[s.File]
		delete(byFile, s.File)
		switch {
		case !is && s.Verdict != "passed":
			t.Errorf("%s: %s %s", s.Name, s.Verdict, s.Error)
			continue
		case !is:
			continue
		case s.Verdict != "failed":
			t.Errorf("twin %s: %s: %s %s", twin.Scenario, twin.Broken, s.Verdict, s.Error)
			continue
		}
		step, nth := "", 0
		for _, candidate := range s.Steps {
			if candidate.Text == twin.FailsAt {
				nth++
			}
			if candidate.Line == s.Failure.Line {
				step = candidate.Text
				break
			}
		}
		if step != twin.FailsAt || twin.Nth != 0 && nth != twin.Nth {
			t.Errorf("twin %s: %s: it failed at %q in line %d, and saw %s", twin.Scenario, twin.Broken, step, s.Failure.Line, s.Failure.Saw)
		}
		if !regexp.MustCompile(twin.Saw).MatchString(s.Failure.Saw) {
			t.Errorf("twin %s: %s: it saw %s", twin.Scenario, twin.Broken, s.Failure.Saw)
		}
	}
	for file, twin := range byFile {
		t.Errorf("twin %s: %s: it is not in the report, as %s", twin.Scenario, twin.Broken, file)
	}
}

// TestArgoTwins: each scenario of the example has a twin, which changes one thing.
func TestArgoTwins(t *testing.T) {
	has := map[string]bool{}
	for _, twin := range readArgoTwins(t) {
		has[twin.Scenario] = true
		twin.write(t, t.TempDir())
		if twin.Saw == "" || twin.Broken == "" {
			t.Errorf("%s: a twin says what is broken, and what the scenario then sees", twin.Scenario)
		}
	}
	features, err := filepath.Glob(filepath.Join(argoExample, "features", "*.feature"))
	if err != nil || len(features) == 0 {
		t.Fatalf("no features: %v", err)
	}
	for _, file := range features {
		for _, heading := range scenarioHeading.FindAllStringSubmatch(readText(t, file), -1) {
			if !has[heading[1]] {
				t.Errorf("%s has no twin", heading[1])
			}
		}
	}
}

func readText(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func writeText(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

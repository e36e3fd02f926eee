package exercise

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/lab/marks"
	"github.com/gherkind/gherkind/steps/step"
)

// fresh is the exercise that lab new writes, with files replaced, or removed if the text is empty.
func fresh(t *testing.T, files map[string]string) string {
	t.Helper()
	t.Chdir(t.TempDir())
	if _, err := New("web"); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		path := filepath.Join("web", name)
		if text == "" {
			if err := os.RemoveAll(path); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return "web"
}

func template(t *testing.T, name string) string {
	t.Helper()
	data, err := templates.ReadFile("template/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestTheTemplateIsAnExercise(t *testing.T) {
	e, err := Load(fresh(t, nil), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if e.Name != "web" || e.Total != 10*marks.One || e.Security != Baseline || !e.Start || !slices.Equal(e.Wrong, []string{"bare-pods", "wrong-selector"}) {
		t.Errorf("%+v", e)
	}
	if !strings.HasPrefix(e.Hash, "sha256:") || !strings.Contains(e.InstructionsIn("zh"), "# A web server") {
		t.Error(e.Hash, e.Instructions)
	}
	heals := e.Criterion("heals")
	if heals == nil || heals.Points != 4*marks.One || !heals.Copy || !slices.Equal(heals.Needs, []string{"reachable"}) || len(heals.Hints) != 2 {
		t.Errorf("%+v", heals)
	}
	if runs := e.Criterion("runs"); runs.Copy || runs.Hints[1] != "kubectl scale deployment web --replicas=2" {
		t.Errorf("%+v", runs)
	}
}

// TestTheChineseTemplate: it is the same exercise, with Chinese texts.
func TestTheChineseTemplate(t *testing.T) {
	english, err := Load(fresh(t, nil), Options{})
	if err != nil {
		t.Fatal(err)
	}
	files, err := NewIn("zh-CN", "wangye")
	if err != nil {
		t.Fatal(err)
	}
	chinese, err := Load("wangye", Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != 7 || !slices.Equal(chinese.Languages, []string{"zh"}) || !written(chinese.Title["zh"]) || !written(chinese.InstructionsIn("zh")) {
		t.Errorf("%v, %+v", files, chinese)
	}
	if chinese.Total != english.Total || chinese.Security != english.Security || !reflect.DeepEqual(chinese.Expected, english.Expected) {
		t.Errorf("%+v, in English %+v", chinese.Settings, english.Settings)
	}
	if !slices.EqualFunc(chinese.Criteria, english.Criteria, func(zh, en *Criterion) bool {
		return zh.ID == en.ID && zh.Points == en.Points && zh.Copy == en.Copy && slices.Equal(zh.Needs, en.Needs) && len(zh.Hints) == len(en.Hints) &&
			written(zh.Title) && slices.EqualFunc(zh.Pickle.Steps, en.Pickle.Steps, sameDefinition)
	}) {
		t.Errorf("%+v", chinese.Criteria)
	}
}

// written reports whether a text is written in Chinese.
func written(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

func sameDefinition(a, b gherkin.Step) bool {
	one, err := a.Match()
	other, wrong := b.Match()
	return err == nil && wrong == nil && one.Def.Name == other.Def.Name &&
		slices.EqualFunc(one.Values(), other.Values(), func(a, b step.Value) bool { return strings.EqualFold(a.Text, b.Text) })
}

func TestNewOverwritesNothing(t *testing.T) {
	dir := fresh(t, nil)
	if _, err := New(dir); err == nil || !strings.Contains(err.Error(), "web: it exists already") {
		t.Error(err)
	}
}

// TestWhatIsWrongIsToldWithItsLine: every mistake is reported with the file, the line and a suggestion.
func TestWhatIsWrongIsToldWithItsLine(t *testing.T) {
	for name, c := range map[string]struct {
		file, from, to string
		want           []string
	}{
		"an unknown key":       {SettingsFile, "total: 10", "totla: 10", []string{`web/exercise.yaml:4: exercise.yaml has no key "totla"`, "did you mean: total"}},
		"a key twice":          {SettingsFile, "total: 10", "total: 10\ntotal: 11", []string{`web/exercise.yaml:5: the key "total" is listed twice`}},
		"no title":             {SettingsFile, "title: A web server behind a Service", "", []string{"the exercise has no title", "add a line such as: title:"}},
		"bad YAML":             {SettingsFile, "total: 10", "total: [10", []string{"web/exercise.yaml:", "cannot be read as YAML"}},
		"points that are none": {SettingsFile, "start-points: 0", "start-points: few", []string{"web/exercise.yaml:7: start-points:", "a number of points is needed"}},
		"a security level":     {SettingsFile, "security: baseline", "security: basline", []string{`security: "basline" is not known`, "did you mean: baseline"}},
		"a deadline":           {SettingsFile, "attempts:", "deadline: tomorrow\nattempts:", []string{`web/exercise.yaml:5: deadline: "tomorrow" is not a time`, "with the time zone"}},
		"the sum":              {SettingsFile, "total: 10", "total: 11", []string{"web/grade.feature: the criteria have 10 points together, and exercise.yaml says total: 11"}},
		"an answer":            {SettingsFile, "bare-pods: {", "bare-pod: {", []string{`nothing says what the wrong answer "bare-pods" must get`, `web/exercise.yaml:10: there is no folder wrong/bare-pod/`, "did you mean: bare-pods"}},
		"a missed criterion":   {SettingsFile, "[runs, heals]", "[runs, heal]", []string{`web/exercise.yaml:10: wrong answer "bare-pods" misses "heal"`, "did you mean: heals"}},
		"a language":           {SettingsFile, "[en]", "[en, zh]", []string{"instructions.zh.md", `web/grade.zh.yaml: the criteria in language "zh" cannot be read`}},
		"no points":            {FeatureFile, "@points:4 ", "", []string{`web/grade.feature:19: criterion "When a pod dies, another one takes its place" has no points`, "write @points:3 above it"}},
		"a misspelt tag":       {FeatureFile, "@points:4 ", "@point:4 ", []string{`web/grade.feature:18: criteria have no tag @point:`, "did you mean: @points:"}},
		"a need":               {FeatureFile, "@needs:reachable", "@needs:reachble", []string{`criterion "heals" needs "reachble", and no criterion above it has that ID`, "did you mean: reachable"}},
		"a need below":         {FeatureFile, "@id:runs", "@id:runs @needs:heals", []string{`criterion "runs" needs "heals", which comes after it`}},
		"an ID twice":          {FeatureFile, "@id:heals", "@id:runs", []string{`criterion "runs" has the ID of the one in line 6`}},
		"a visibility":         {FeatureFile, "@id:heals", "@id:heals @visibility:hiden", []string{`there is no visibility "hiden"`, "did you mean: hidden"}},
		"a step":               {FeatureFile, `has 2 ready endpoints within 15s`, `has 2 redy endpoints within 15s`, []string{"web/grade.feature:15: undefined step"}},
		"a value":              {FeatureFile, `service "web" has`, `service "$(value:name)" has`, []string{`web/grade.feature:15: $(value:name): there is no value "name"`}},
	} {
		t.Run(name, func(t *testing.T) {
			text := template(t, c.file)
			if !strings.Contains(text, c.from) {
				t.Fatalf("the template has no %q", c.from)
			}
			_, err := Load(fresh(t, map[string]string{c.file: strings.Replace(text, c.from, c.to, 1)}), Options{})
			if _, is := errors.AsType[gherkin.Problems](err); !is {
				t.Fatalf("%v", err)
			}
			for _, want := range c.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%v\nlacks %s", err, want)
				}
			}
		})
	}
}

func TestAFolderThatIsNoExercise(t *testing.T) {
	for name, files := range map[string]map[string]string{
		"the folder has no grade.feature":  {FeatureFile: ""},
		"the folder has no exercise.yaml":  {SettingsFile: ""},
		"the exercise has no folder solut": {SolutionFolder: ""},
		"the instructions (en) cannot be":  {"instructions.md": ""},
	} {
		if _, err := Load(fresh(t, files), Options{}); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Load("nowhere", Options{}); err == nil || !strings.Contains(err.Error(), "gherkind lab new nowhere writes an exercise there") {
		t.Error(err)
	}
}

func TestValuesOfAStudent(t *testing.T) {
	files := map[string]string{
		SettingsFile:      template(t, SettingsFile) + "values:\n  name: {one-of: [red, green, blue]}\n  port: {from: 8000, to: 8999}\n",
		FeatureFile:       strings.ReplaceAll(template(t, FeatureFile), `service "web"`, `service "$(value:name)"`),
		"instructions.md": "The service is $(value:name), its port $(value:port).\n",
	}
	dir, seen := fresh(t, files), map[string]bool{}
	for _, seed := range []string{"ada", "grace", "alan", "edsger", "barbara", "donald"} {
		one, err := Load(dir, Options{Seed: seed})
		if err != nil {
			t.Fatal(err)
		}
		again, err := Load(dir, Options{Seed: seed})
		if err != nil || again.Instructions["en"] != one.Instructions["en"] {
			t.Errorf("%s: %v, %q and %q", seed, err, one.Instructions["en"], again.Instructions["en"])
		}
		if !strings.Contains(one.Criterion("reachable").Pickle.Steps[0].Text, `"`+one.Values["name"]+`"`) {
			t.Error(one.Criterion("reachable").Pickle.Steps[0].Text)
		}
		seen[one.Instructions["en"]] = true
	}
	if len(seen) < 2 {
		t.Errorf("all students have the same values: %v", seen)
	}
}

func TestTwoLanguages(t *testing.T) {
	files := map[string]string{
		SettingsFile:         strings.ReplaceAll(strings.Replace(template(t, SettingsFile), "[en]", "[en, zh]", 1), "title: A web server behind a Service", "title: {en: A web server, zh: 网页服务器}"),
		"instructions.zh.md": "# 网页服务器\n",
		"grade.zh.yaml": "runs: {title: 两个 Pod, hints: [一, 二]}\nreachable: {title: 服务, hints: [一, 二]}\n" +
			"heals: {title: 自愈, hints: [一, 二]}\n",
	}
	e, err := Load(fresh(t, files), Options{})
	if err != nil {
		t.Fatal(err)
	}
	title, hints := e.Criterion("runs").In("zh")
	if e.TitleIn("zh") != "网页服务器" || e.TitleIn("de") != "A web server" || title != "两个 Pod" || hints[1] != "二" || e.InstructionsIn("zh") != "# 网页服务器\n" {
		t.Error(e.Title, title, hints)
	}
	files["grade.zh.yaml"] = "runs: {title: 两个 Pod, hints: [一]}\nreachable: {title: 服务, hints: [一, 二]}\nheal: {title: 自愈}\n"
	_, err = Load(fresh(t, files), Options{})
	for _, want := range []string{`grade.zh.yaml:1: criterion "runs" has 2 hints in grade.feature and 1 here`, `grade.zh.yaml:3: there is no criterion "heal"`, "did you mean: heals", `criterion "heals" has no title`} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v\nlacks %s", err, want)
		}
	}
}

func TestTheHashIsThatOfAllFiles(t *testing.T) {
	dir := fresh(t, nil)
	before, err := hashOf(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(dir, "start", "web.yaml"), filepath.Join(dir, "start", "other.yaml")); err != nil {
		t.Fatal(err)
	}
	if after, err := hashOf(dir); err != nil || after == before {
		t.Error(err, after)
	}
}

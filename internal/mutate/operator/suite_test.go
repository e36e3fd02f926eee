package operator_test

import (
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/features"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/mutate"
	"github.com/gherkind/gherkind/internal/mutate/operator"
	"github.com/gherkind/gherkind/manifests"
	"github.com/gherkind/gherkind/steps"
	"github.com/gherkind/gherkind/steps/step"
)

// TestMutantsOfTheSuite creates every mutant of the project's own manifests: each can be read, differs from the original where
// it says, and refers to the line of the field.
func TestMutantsOfTheSuite(t *testing.T) {
	count := map[string]int{}
	total := 0
	for name, text := range suite(t) {
		original, err := kube.ParseManifest(name, filledIn([]byte(text)))
		if err != nil {
			t.Fatal(err)
		}
		mutants, err := operator.Mutants([]byte(text), operator.Catalogue())
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, m := range mutants {
			count[m.Operator.Name]++
			total++
			proveMutant(t, name, text, original, &m)
		}
	}
	var names []string
	for _, op := range operator.Catalogue() {
		names = append(names, fmt.Sprintf("%s %d", op.Name, count[op.Name]))
	}
	t.Logf("%d mutants: %s", total, strings.Join(names, ", "))
}

// suite returns the project's manifests, files and doc strings, by location.
func suite(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, tree := range []fs.FS{manifests.FS, features.FS} {
		err := fs.WalkDir(tree, ".", func(path string, entry fs.DirEntry, err error) error {
			if err == nil && entry.IsDir() && path == "charts" { // its templates are not YAML yet
				return fs.SkipDir
			}
			if err != nil || entry.IsDir() {
				return err
			}
			data, err := fs.ReadFile(tree, path)
			if path == mutate.DeclarationFile || strings.HasSuffix(path, "/kustomization.yaml") { // not objects
				return err
			}
			if strings.HasSuffix(path, ".yaml") {
				found[path] = string(data)
				return err
			}
			for i, text := range docStrings(string(data)) {
				found[fmt.Sprintf("%s %d", path, i)] = text
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return found
}

var quoted = regexp.MustCompile(`(?ms)^( *)"""\n(.*?)^ *"""$`)

// docStrings returns the manifests in the doc strings of a feature.
func docStrings(feature string) []string {
	var all []string
	for _, found := range quoted.FindAllStringSubmatch(feature, -1) {
		if text := strings.ReplaceAll("\n"+found[2], "\n"+found[1], "\n")[1:]; strings.Contains(text, "apiVersion:") {
			all = append(all, text)
		}
	}
	return all
}

func proveMutant(t *testing.T, name, text string, original *kube.Manifest, m *operator.Mutant) {
	t.Helper()
	about := fmt.Sprintf("%s:%d: %s: %s", name, m.Line, m.Operator.Name, m.Change.Says)
	made, err := m.Text()
	if err != nil {
		t.Errorf("%s: %v", about, err)
		return
	}
	manifest, err := kube.ParseManifest(name, filledIn(made))
	if err != nil {
		t.Errorf("%s: %v\n%s", about, err, made)
		return
	}
	before, after := flat(original), flat(manifest)
	differs := 0
	for path := range maps.Keys(merged(before, after)) {
		if before[path] != after[path] {
			differs++
			if !expected(m, path) {
				t.Errorf("%s: %s differs: %q, and was %q", about, path, after[path], before[path])
			}
		}
	}
	if differs == 0 {
		t.Errorf("%s: is the original", about)
	}
	pointsAtItsField(t, about, text, m)
}

// pointsAtItsField checks that the line contains the last existing name of the path.
func pointsAtItsField(t *testing.T, about, text string, m *operator.Mutant) {
	t.Helper()
	line := strings.Split(text, "\n")[m.Line-1]
	for i := len(m.Change.Path); i > 0; i-- {
		field, named := m.Change.Path[i-1].(string)
		if !named {
			return // a list item, which need not be on the line of its list
		}
		if m.Object.Get(m.Change.Path[:i]...).Exists() {
			if !strings.HasPrefix(strings.TrimLeft(line[m.Column-1:], `"'`), field) {
				t.Errorf("%s: the line has no %q in column %d: %s", about, field, m.Column, line)
			}
			return
		}
	}
}

// expected reports whether an edit of the mutant concerns a path.
func expected(m *operator.Mutant, path string) bool {
	return slices.ContainsFunc(m.Change.Edits, func(e operator.Edit) bool {
		obj := m.Object
		if e.Of != nil {
			obj = e.Of
		}
		steps := []string{obj.Kind, obj.Name}
		for i, step := range e.Path {
			if _, item := step.(int); item && i == len(e.Path)-1 && e.Op != operator.Set {
				break // the items after it move
			}
			steps = append(steps, fmt.Sprint(step))
		}
		edited := strings.Join(steps, "\x00")
		// A parent without other content is removed, or added, together with it.
		return strings.HasPrefix(path+"\x00", edited+"\x00") || strings.HasPrefix(edited, path+"\x00")
	}) || m.Operator.Name == "object-names-swapped"
}

var row = regexp.MustCompile(`(?m)^( *)<(\w+)>$`)

// filledIn returns the text with fields instead of the lines that rows of Examples fill in.
func filledIn(text []byte) []byte { return row.ReplaceAll(text, []byte("${1}${2}: row")) }

// flat returns the scalars of the objects, and empty values, by path.
func flat(m *kube.Manifest) map[string]string {
	all := map[string]string{}
	for _, d := range m.Docs {
		flatten(all, d.Object.GetKind()+"\x00"+d.Object.GetName(), d.Object.Object)
	}
	return all
}

func flatten(all map[string]string, path string, value any) {
	switch value := value.(type) {
	case map[string]any:
		if len(value) == 0 {
			all[path] = "{}"
		}
		for name, inner := range value {
			flatten(all, path+"\x00"+name, inner)
		}
	case []any:
		if len(value) == 0 {
			all[path] = "[]"
		}
		for i, inner := range value {
			flatten(all, fmt.Sprintf("%s\x00%d", path, i), inner)
		}
	default:
		all[path] = fmt.Sprintf("%#v", value)
	}
}

func merged(a, b map[string]string) map[string]string {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}

// TestSuggestedSteps: each suggested step exists.
func TestSuggestedSteps(t *testing.T) {
	catalogue, err := steps.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	texts := slices.Collect(maps.Values(suite(t)))
	for _, op := range operator.Catalogue() {
		texts = append(texts, op.Example.Manifest)
	}
	without := map[string]int{}
	for _, text := range texts {
		mutants, err := operator.Mutants([]byte(text), operator.Catalogue())
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range mutants {
			if m.Change.Assert == "" {
				without[m.Operator.Name]++
			} else if _, err := catalogue.Match(m.Change.Assert, step.NoArgument); err != nil {
				t.Errorf("%s: %s: %s: %v", m.Operator.Name, m.Change.Says, m.Change.Assert, err)
			}
		}
	}
	t.Logf("without a step: %v", without)
}

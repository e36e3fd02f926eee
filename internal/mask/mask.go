package mask

import (
	"cmp"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/kube"
)

// Mask replaces values of Secrets by [kube.HiddenValue]. It never changes, so that it may be used from
// any goroutine; the nil one replaces nothing.
type Mask struct {
	values   map[string]bool // the forms of the values, as they may stand in a text
	longest  []string        // the same, longest first
	replacer *strings.Replacer
}

// With also hides the values of those of the objects that are Secrets.
func (m *Mask) With(objects ...*unstructured.Unstructured) *Mask {
	var fresh []string
	for _, obj := range objects {
		for _, form := range formsOf(obj) {
			if m == nil || !m.values[form] {
				fresh = append(fresh, form)
			}
		}
	}
	return m.withForms(fresh)
}

// Values also hides values of Secrets that are known without them.
func (m *Mask) Values(values ...string) *Mask {
	var fresh []string
	for _, value := range values {
		fresh = append(fresh, formsOfValue(value)...)
	}
	return m.withForms(fresh)
}

func (m *Mask) withForms(fresh []string) *Mask {
	if len(fresh) == 0 {
		return m
	}
	return of(append(fresh, m.forms()...))
}

// Found are those of the values, as they are written there, that stand in texts, which may be of JSON.
func (m *Mask) Found(texts ...string) []string {
	var found []string
	for _, form := range m.forms() {
		escaped := inJSON(form)
		if slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(text, form) || strings.Contains(text, escaped) }) {
			found = append(found, form)
		}
	}
	return found
}

// And hides what either mask does.
func (m *Mask) And(other *Mask) *Mask {
	if len(other.forms()) == 0 {
		return m
	}
	return of(append(slices.Clone(m.forms()), other.longest...))
}

func (m *Mask) forms() []string {
	if m == nil {
		return nil
	}
	return m.longest
}

// of makes a mask of forms of values. The longest come first, so that a value that has another in it is hidden whole. What
// stands for a value is taken for itself: a value may be a word of it, and a text may be masked twice.
func of(forms []string) *Mask {
	m := &Mask{values: map[string]bool{}}
	slices.SortFunc(forms, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	m.longest = slices.Compact(forms)
	pairs := []string{kube.HiddenValue, kube.HiddenValue}
	for _, form := range m.longest {
		m.values[form] = true
		pairs = append(pairs, form, kube.HiddenValue)
	}
	m.replacer = strings.NewReplacer(pairs...)
	return m
}

// Text is a text without the values.
func (m *Mask) Text(text string) string {
	if m == nil || text == "" {
		return text
	}
	return m.withoutBegun(m.replacer.Replace(text))
}

// Lines is a text without the values, that has as many lines as before: the places of a file stay right.
func (m *Mask) Lines(text string) string {
	if m == nil {
		return text
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = m.Text(line)
	}
	return strings.Join(lines, "\n")
}

package mask

import (
	"cmp"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/kube"
)

// Mask replaces values of Secrets by [kube.HiddenValue]. It is immutable, so that it may be used from any goroutine; the nil
// Mask replaces nothing.
type Mask struct {
	values   map[string]bool // the values in all forms in which a text may contain them
	longest  []string        // the same, longest first
	replacer *strings.Replacer
}

// With returns a mask that also hides the values of the Secrets among the objects.
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

// Values returns a mask that also hides these values of Secrets.
func (m *Mask) Values(values ...string) *Mask {
	var fresh []string
	for _, value := range values {
		fresh = append(fresh, formsOfValue(value)...)
	}
	return m.withForms(fresh)
}

// Forms returns the hidden values, in all forms in which a text may contain them.
func (m *Mask) Forms() []string { return slices.Clone(m.forms()) }

// WithForms returns a mask that also hides what another mask hides, from its Forms.
func (m *Mask) WithForms(forms []string) *Mask { return m.withForms(slices.Clone(forms)) }

func (m *Mask) withForms(fresh []string) *Mask {
	if len(fresh) == 0 {
		return m
	}
	return of(append(fresh, m.forms()...))
}

// Found returns the values, in the form found, that occur in texts, which may be JSON.
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

// And returns a mask that hides what either mask hides.
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

// of creates a mask for forms of values. The longest come first, so that a value that contains another one is hidden
// completely. The replacement replaces itself: a value may be a word of it, and a text may be masked twice.
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

// Text returns a text without the values.
func (m *Mask) Text(text string) string {
	if m == nil || text == "" {
		return text
	}
	return m.withoutBegun(m.replacer.Replace(text))
}

// Lines returns a text without the values and with as many lines as before, so that line numbers stay correct.
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

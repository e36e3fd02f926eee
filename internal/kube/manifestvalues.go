package kube

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/fileerror"
	"github.com/gherkind/gherkind/internal/values"
)

// FillManifest reads a manifest that contains $(value:NAME). Values that are not known yet stay as they are until Filled.
func FillManifest(path string, data []byte, known map[string]string) (*Manifest, error) {
	filled := data
	if values.Any(string(data)) {
		filled = []byte(values.Fill(string(data), values.Of(known)))
	}
	m, err := ParseManifest(path, filled)
	if err != nil {
		return nil, err
	}
	m.Text = data
	return m, nil
}

// Filled returns the manifest with the values that were not known when it was read.
func (m *Manifest) Filled(fill func(text string) string) (any, error) {
	if !values.Any(string(m.source)) {
		return m, nil
	}
	filled, err := ParseManifest(m.Path, []byte(fill(string(m.source))))
	if err != nil {
		return nil, fmt.Errorf("put the noted values into the manifest: %w", err)
	}
	filled.Text, filled.Folder, filled.From = m.Text, m.Folder, m.From
	return filled, nil
}

// Asks returns the values that the manifest refers to and that were not known when it was read. Lines are counted from 1.
func (m *Manifest) Asks() []values.Asked {
	asked := values.In(string(m.source))
	for i := range asked {
		asked[i].Line++
	}
	return asked
}

// UnsureIdentity returns the first document whose kind, name or namespace is not known before the run; nil if there is none.
func (m *Manifest) UnsureIdentity() *ManifestError {
	for _, d := range m.Docs {
		o := d.Object
		identity := []string{o.GetAPIVersion(), o.GetKind(), o.GetName(), o.GetNamespace(), o.GetGenerateName()}
		if slices.ContainsFunc(identity, values.Waits) {
			return fileerror.At(m.Path, d.Line, "the kind, name and namespace of an object must be known before the run: "+
				strings.TrimSpace(o.GetKind()+" "+o.GetName())+" has a value in them that a step notes")
		}
	}
	return nil
}

// waits reports whether a value becomes known only when the scenario runs.
func waits(value any) bool {
	text, is := value.(string)
	return is && values.Waits(text)
}

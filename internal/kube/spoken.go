package kube

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	yaml3 "gopkg.in/yaml.v3"

	"github.com/gherkind/gherkind/internal/fileerror"
)

// Spoken is a reference to a namespace in a text, with its line.
type Spoken struct {
	Alias string
	Line  int
}

// SpokenIn returns the references to namespaces, written $(namespace:NAME), in a text. The first line has the number 0.
func SpokenIn(text string) []Spoken {
	var all []Spoken
	for i, line := range strings.Split(text, "\n") {
		for _, found := range namespaceIn.FindAllStringSubmatch(line, -1) {
			all = append(all, Spoken{found[1], i})
		}
	}
	return all
}

// Spoken returns the references to namespaces, written $(namespace:NAME), in the texts of a manifest.
func (m *Manifest) Spoken() []Spoken {
	var all []Spoken
	for _, d := range m.Docs {
		eachScalar(d.node, func(n *yaml3.Node) {
			for _, one := range SpokenIn(n.Value) {
				all = append(all, Spoken{one.Alias, n.Line})
			}
		})
	}
	return all
}

func eachScalar(n *yaml3.Node, do func(*yaml3.Node)) {
	if n.Kind == yaml3.ScalarNode {
		do(n)
	}
	for _, inner := range n.Content {
		eachScalar(inner, do)
	}
}

// Meant returns an error for each text of a manifest that seems to mean a namespace of the scenario by its alias, and stays as
// it is. For fields called namespace the meaning is certain, and they are replaced; for these texts it is not. own reports
// whether the scenario has a namespace of that alias.
func (m *Manifest) Meant(own func(alias string) bool) []*ManifestError {
	f := meantFinder{path: m.Path, own: own}
	for _, d := range m.Docs {
		if !d.DeclaresNamespace() {
			f.fields(d.node, "", false)
		}
	}
	return f.found
}

type meantFinder struct {
	path  string
	own   func(string) bool
	found []*ManifestError
}

// notNames are fields whose keys and values are labels, or free text.
var notNames = []string{"labels", "annotations", "matchLabels", "matchExpressions", "nodeSelector", "selector"}

// fields walks a map. speaks says that a key above it names namespaces.
func (f *meantFinder) fields(n *yaml3.Node, path string, speaks bool) {
	free := slices.ContainsFunc([]string{"data", "stringData"}, func(name string) bool { return strings.HasSuffix("."+path, "."+name) })
	kind, name := fieldOf(n, "kind"), fieldOf(n, "name")
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		inner := strings.TrimPrefix(path+"."+key.Value, ".")
		switch {
		case slices.Contains(notNames, key.Value):
		case speaks && f.own(key.Value):
			f.meant(key, inner, key.Value)
		case names(key.Value) && value.Kind != yaml3.MappingNode && !free: // replaced by the real name
		case key.Value == "name" && kind != nil && kind.Value == "Namespace":
			f.value(value, inner, true)
		case key.Value == "value" && name != nil && saysNamespace(name.Value): // of an environment variable
			f.value(value, inner, true)
		default:
			f.value(value, inner, speaks || saysNamespace(key.Value))
		}
	}
}

func saysNamespace(key string) bool { return strings.Contains(strings.ToLower(key), "namespace") }

func (f *meantFinder) value(n *yaml3.Node, path string, speaks bool) {
	switch n.Kind {
	case yaml3.AliasNode:
		f.value(n.Alias, path, speaks)
	case yaml3.MappingNode:
		f.fields(n, path, speaks)
	case yaml3.SequenceNode:
		for i, item := range n.Content {
			flag := i > 0 && (n.Content[i-1].Value == "-n" || strings.HasSuffix(n.Content[i-1].Value, "-namespace"))
			f.value(item, fmt.Sprintf("%s[%d]", path, i), speaks || flag)
		}
	case yaml3.ScalarNode:
		if speaks && f.own(n.Value) {
			f.meant(n, path, n.Value)
			return
		}
		for _, alias := range MeantIn(n.Value, f.own) {
			f.meant(n, path, alias)
		}
	case yaml3.DocumentNode: // begins no value
	}
}

func (f *meantFinder) meant(n *yaml3.Node, path, alias string) {
	f.found = append(f.found, fileerror.At(f.path, n.Line, path+" speaks of "+StaysAsItIs(alias)))
}

// StaysAsItIs says that a namespace's name in a text is not replaced, and what to write instead.
func StaysAsItIs(alias string) string {
	return fmt.Sprintf("%q, a namespace of the scenario, and stays as it is: its real name is another one, write $(namespace:%s)", alias, alias)
}

// meant matches the namespace in a DNS name, and in --namespace=NAME and namespace: NAME.
var meant = regexp.MustCompile(`\.([a-z0-9-]+)\.svc\b|(?i:namespace)"?(?:=|: *)["']?([a-z0-9-]+)(?:["',\s}]|$)`)

// MeantIn returns the namespaces of the scenario whose aliases a text seems to use.
func MeantIn(text string, own func(alias string) bool) []string {
	var all []string
	for _, found := range meant.FindAllStringSubmatch(text, -1) {
		if alias := found[1] + found[2]; own(alias) && !slices.Contains(all, alias) {
			all = append(all, alias)
		}
	}
	return all
}

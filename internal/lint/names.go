package lint

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/kinds"
	"github.com/gherkind/gherkind/internal/placeholder"
	"github.com/gherkind/gherkind/internal/rules"
	"github.com/gherkind/gherkind/internal/words"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// reference is an object, or a container of a pod, to which a step refers.
type reference struct {
	kind string // singular, or "container"
	name string
	text string // as written, with quotes
}

// names finds references to objects that nothing in the scenario creates.
func (l *linter) names(s *scenario) {
	if !s.known() || slices.ContainsFunc(s.steps, broken) {
		return
	}
	made := madeBy(s)
	made.take(l.handedIn(s.URI))
	made.take(l.in.SetUpObjects())
	for _, one := range s.steps {
		for _, ref := range referencesOf(one) {
			if text, hint := made.lacks(ref); text != "" {
				l.at(rules.UnknownName, s.URI, one.Line, ref.text, text, hint)
			}
		}
	}
}

// broken reports whether the manifest of a step cannot be read, so that it is unknown what the step creates.
func broken(one stepOf) bool { return one.acts() && one.Args() == nil }

// judged are the kinds whose objects come from manifests, not from the cluster.
var judged = strings.Fields("pod service configmap secret deployment statefulset daemonset replicaset job cronjob persistentvolumeclaim " +
	"ingress networkpolicy horizontalpodautoscaler poddisruptionbudget serviceaccount role rolebinding container")

var momentOf = regexp.MustCompile(`^([A-Za-z0-9.-]+) *("[^"]*")`)

// referencesOf returns the references in a step whose kind is known.
func referencesOf(s stepOf) []reference {
	var all []reference
	values := s.Values()
	for i, v := range values {
		word, name := "", v.Text
		switch {
		case v.Type == "moment":
			if m := momentOf.FindStringSubmatch(v.Text); m != nil {
				word, name = m[1], m[2]
			}
		case v.Type != "name" || s.Def.Makes.Kind == "pod" && i == s.Def.Makes.Value:
		case i > 0 && placeholder.IsKind(values[i-1].Type) && v.Before == "":
			word = values[i-1].Text
		default:
			word = v.Before
		}
		kind := singular(word)
		bare := placeholder.Unquote(name)
		if kind == "" || !slices.Contains(judged, kind) || strings.ContainsAny(bare, "$<") || missing(values) {
			continue
		}
		all = append(all, reference{kind, bare, name})
	}
	return all
}

// missing reports whether a step expects the cause of a failure to be a missing object.
func missing(values []step.Value) bool {
	return slices.ContainsFunc(values, func(v step.Value) bool { return v.Type == "code" && strings.HasSuffix(v.Text, "_MISSING") })
}

// singular returns the Kubernetes kind for a word, or "container"; "" for other words.
func singular(word string) string {
	if strings.TrimSuffix(word, "s") == "container" || strings.HasSuffix(word, "容器") {
		return "container"
	}
	if strings.HasSuffix(word, "服务账号") {
		return "serviceaccount"
	}
	for _, k := range slices.Concat(kinds.PodOwners, kinds.Others) {
		if k.Called(word) {
			return k.Singular
		}
	}
	return ""
}

// made has the names that a scenario creates, by kind.
type made struct {
	names    map[string][]string
	spaces   map[string]bool // namespaces of the scenario
	operated bool            // it has objects of custom kinds, for which an operator may create more
}

func madeBy(s *scenario) made {
	m := made{names: map[string][]string{}, spaces: map[string]bool{}}
	m.take(s.objects())
	for _, one := range s.steps {
		if makes := one.Def.Makes; makes.Kind != "" {
			m.add(makes.Kind, placeholder.Unquote(one.Values()[makes.Value].Text))
		}
	}
	return m
}

// take adds the names of the objects.
func (m *made) take(objects []*unstructured.Unstructured) {
	for _, obj := range objects {
		kind := singular(obj.GetKind())
		m.operated = m.operated || kind == ""
		m.spaces[obj.GetNamespace()] = true
		if kind == "namespace" {
			m.spaces[obj.GetName()] = true
		}
		m.add(kind, obj.GetName(), obj.GetGenerateName())
		for _, name := range containersIn(obj.Object) {
			m.add("container", name)
		}
	}
}

func (m made) add(kind string, names ...string) {
	for _, name := range names {
		if name != "" && !slices.Contains(m.names[kind], name) {
			m.names[kind] = append(m.names[kind], name)
		}
	}
}

// containersIn returns the names of all containers in an object.
func containersIn(value any) []string {
	var names []string
	switch v := value.(type) {
	case map[string]any:
		for key, inner := range v {
			if list, is := inner.([]any); is && strings.HasSuffix(strings.ToLower(key), "containers") {
				for _, item := range list {
					if fields, is := item.(map[string]any); is {
						name, _ := fields["name"].(string)
						names = append(names, name)
					}
				}
			}
			names = append(names, containersIn(inner)...)
		}
	case []any:
		for _, inner := range v {
			names = append(names, containersIn(inner)...)
		}
	}
	return names
}

// lacks says that nothing creates what a step refers to, and what to write instead; "" if something creates it, or may.
func (m made) lacks(r reference) (text, hint string) {
	space, name, qualified := strings.Cut(r.name, "/")
	if !qualified {
		name = r.name
	} else if !m.spaces[space] {
		return "", "" // in a namespace that the scenario does not create
	}
	known := m.names[r.kind]
	if name == "" || slices.Contains(known, name) || m.derived(r.kind, name) {
		return "", ""
	}
	near := words.Nearest(name, known)
	if m.operated && near == "" {
		return "", ""
	}
	text = fmt.Sprintf("no manifest or step of the scenario creates a %s %q", r.kind, name)
	switch owner := m.owner(r.kind, name); {
	case owner != "":
		return text, fmt.Sprintf("the pods of %s %q have longer names: give its pod one by a step, such as: the pod of %[1]s %[2]q is called %[2]q", owner, name)
	case near != "":
		return text, fmt.Sprintf("did you mean %q?", near)
	case len(known) > 0:
		slices.Sort(known)
		return text, fmt.Sprintf("there is %s %q", r.kind, strings.Join(known, `", "`))
	}
	return text, "apply a manifest that has it"
}

// derived reports whether a controller or the API server derives the name from that of an existing object.
func (m made) derived(kind, name string) bool {
	switch kind {
	case "serviceaccount":
		return name == "default"
	case "configmap":
		return name == "kube-root-ca.crt"
	case "container":
		return len(m.names[kind]) == 0
	}
	for _, maker := range makers[kind] {
		for _, of := range m.names[maker] {
			if strings.HasPrefix(name, of+"-") || strings.HasSuffix(of, "-") && strings.HasPrefix(name, of) || kind == "persistentvolumeclaim" && strings.Contains(name, "-"+of+"-") {
				return true
			}
		}
	}
	return false
}

// makers lists, for each kind, the kinds whose controllers create its objects with generated names. The kind itself is included
// because of generateName.
var makers = map[string][]string{
	"pod":                   {"pod", "statefulset", "deployment", "daemonset", "replicaset", "job", "cronjob"},
	"replicaset":            {"replicaset", "deployment"},
	"job":                   {"job", "cronjob"},
	"persistentvolumeclaim": {"persistentvolumeclaim", "statefulset"},
}

// owner returns the kind of the workload that has the name which the step uses for a pod; "" if there is none.
func (m made) owner(kind, name string) string {
	if kind != "pod" {
		return ""
	}
	for _, k := range kinds.PodOwners {
		if slices.Contains(m.names[k.Singular], name) {
			return k.Singular
		}
	}
	return ""
}

// locks finds steps that change nodes in scenarios without a lock on them.
func (l *linter) locks(s *scenario) {
	for _, change := range nodeChanges(s) {
		if text, hint := unlocked(s.Tags, change.node); text != "" {
			l.at(rules.MissingTag, s.URI, change.step.Line, change.text, text, hint)
		}
	}
}

// nodeChange is a step that changes a node.
type nodeChange struct {
	step stepOf
	node string
	text string // as written, with quotes
}

func nodeChanges(s *scenario) (all []nodeChange) {
	for _, one := range s.steps {
		if one.Def.Reach == step.ReachObjects || !one.acts() {
			continue
		}
		for _, v := range one.Values() {
			if v.Type == "node" {
				all = append(all, nodeChange{one, placeholder.Unquote(v.Text), v.Text})
			}
		}
	}
	return all
}

// Singular returns the Kubernetes kind for a word, or "container"; "" for other words.
func Singular(word string) string { return singular(word) }

// NamesOf returns the names of the objects and containers that a scenario creates, by kind.
func NamesOf(p *gherkin.Pickle, w world.Scenario) map[string][]string {
	return madeBy(scenarioOf(p, w)).names
}

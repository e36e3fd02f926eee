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

// reference is an object, or a container of a pod, that a step names.
type reference struct {
	kind string // singular, or "container"
	name string
	text string // as it is written, with its quotes
}

// names finds objects in steps that nothing in the scenario makes.
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

// broken tells of a step with a manifest that cannot be read: nobody knows what it makes.
func broken(one stepOf) bool { return one.acts() && one.Args() == nil }

// judged are the kinds whose objects come from manifests, and not with the cluster.
var judged = strings.Fields("pod service configmap secret deployment statefulset daemonset replicaset job cronjob persistentvolumeclaim " +
	"ingress networkpolicy horizontalpodautoscaler poddisruptionbudget serviceaccount role rolebinding container")

var momentOf = regexp.MustCompile(`^([A-Za-z0-9.-]+) *("[^"]*")`)

// referencesOf are the names in a step whose kind can be told.
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

// missing tells of a step that asks for the cause that an object is not there.
func missing(values []step.Value) bool {
	return slices.ContainsFunc(values, func(v step.Value) bool { return v.Type == "code" && strings.HasSuffix(v.Text, "_MISSING") })
}

// singular is the name of a kind of Kubernetes that a word means, or "container"; "" for others.
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

// made are the names that a scenario makes, by kind.
type made struct {
	names    map[string][]string
	spaces   map[string]bool // namespaces of the scenario
	operated bool            // it has objects of other kinds, of which a controller may make more
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

// take adds what the objects are called.
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

// containersIn are the names of the containers anywhere in an object.
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

// lacks says that nothing makes what a step names, and what to write; "" when something does, or may.
func (m made) lacks(r reference) (text, hint string) {
	space, name, qualified := strings.Cut(r.name, "/")
	if !qualified {
		name = r.name
	} else if !m.spaces[space] {
		return "", "" // of a namespace of the cluster
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

// derived tells of a name that a controller, or the API server, makes of one that is there.
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

// makers are the kinds that make objects of a kind with names of their own, and the kind itself, of which the API server
// makes names.
var makers = map[string][]string{
	"pod":                   {"pod", "statefulset", "deployment", "daemonset", "replicaset", "job", "cronjob"},
	"replicaset":            {"replicaset", "deployment"},
	"job":                   {"job", "cronjob"},
	"persistentvolumeclaim": {"persistentvolumeclaim", "statefulset"},
}

// owner is the kind of an object of the scenario that makes pods and has the name which a pod was thought to have.
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

// locks finds steps that change nodes in scenarios that have not locked them.
func (l *linter) locks(s *scenario) {
	for _, one := range s.steps {
		if one.Def.Reach == step.ReachObjects || !one.acts() {
			continue
		}
		for _, v := range one.Values() {
			if v.Type != "node" {
				continue
			}
			node := placeholder.Unquote(v.Text)
			if text, hint := unlocked(s.Tags, node); text != "" {
				l.at(rules.MissingTag, s.URI, one.Line, v.Text, text, hint)
			}
		}
	}
}

// Singular is the name of a kind of Kubernetes that a word means, or "container"; "" for others.
func Singular(word string) string { return singular(word) }

// NamesOf are the names of objects and containers that a scenario makes, by kind.
func NamesOf(p *gherkin.Pickle, w world.Scenario) map[string][]string {
	return madeBy(scenarioOf(p, w)).names
}

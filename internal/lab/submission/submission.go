package submission

import (
	"bytes"
	"fmt"
	"iter"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/gherkind/gherkind/internal/kube"
)

// Submission is what a student handed in, checked.
type Submission struct{ Manifests []*kube.Manifest }

// Options say what a submission may contain.
type Options struct {
	Limits   Limits
	Security string   // the Pod Security level
	Kinds    []string // allowed in addition to the usual ones
	Fill     func(text []byte) []byte
}

// Read reads a folder or a ZIP file. The error is a [*Refusal] if the student has to change something.
func Read(name string, o Options) (*Submission, error) {
	files, err := read(name, o.Limits.Bytes)
	if err != nil {
		return nil, err
	}
	s, objects := &Submission{}, 0
	for _, f := range files {
		if o.Fill != nil {
			f.text = o.Fill(f.text)
		}
		if err := withoutAliases(f); err != nil {
			return nil, err
		}
		m, err := kube.ParseManifest(f.name, f.text)
		if err != nil {
			return nil, refuse("%s", err.Error())
		}
		if objects += len(m.Docs); objects > o.Limits.Objects {
			return nil, refuse("the submission has more than %d objects", o.Limits.Objects)
		}
		for _, doc := range m.Docs {
			if err := check(m.At(doc), doc.Object, o); err != nil {
				return nil, err
			}
		}
		s.Manifests = append(s.Manifests, m)
	}
	return s, s.twice()
}

// withoutAliases refuses YAML in which a few lines stand for millions. No manifest needs that.
func withoutAliases(f file) error {
	for node := range documents(f.text) {
		if line := aliasIn(node, 0); line > 0 {
			return refuse("%s:%d: aliases (*name) and nesting beyond %d levels are not taken: write it out", f.name, line, mostLevels)
		}
	}
	return nil
}

// documents returns the YAML documents up to the first that cannot be read. The manifest reader reports what is wrong with that
// one.
func documents(text []byte) iter.Seq[*yaml.Node] {
	return func(yield func(*yaml.Node) bool) {
		decoder := yaml.NewDecoder(bytes.NewReader(text))
		for node := new(yaml.Node); decoder.Decode(node) == nil && yield(node); node = new(yaml.Node) {
			continue
		}
	}
}

// mostLevels is far more than any Kubernetes object has.
const mostLevels = 100

// aliasIn returns the line of the first alias, or 0.
func aliasIn(node *yaml.Node, level int) int {
	if node.Kind == yaml.AliasNode || level > mostLevels {
		return max(node.Line, 1)
	}
	for _, inner := range node.Content {
		if line := aliasIn(inner, level+1); line > 0 {
			return line
		}
	}
	return 0
}

// twice reports an object that occurs in two files.
func (s *Submission) twice() error {
	first := map[string]string{}
	for _, m := range s.Manifests {
		for _, doc := range m.Docs {
			key := strings.Join([]string{doc.Object.GroupVersionKind().GroupKind().String(), doc.Object.GetName()}, " ")
			if at, again := first[key]; again && doc.Object.GetName() != "" {
				return refuse("%s: %s %q is also in %s", m.At(doc), doc.Object.GetKind(), doc.Object.GetName(), at)
			}
			first[key] = m.At(doc)
		}
	}
	return nil
}

// usual are the kinds that a submission may contain.
var usual = []string{
	"ConfigMap", "CronJob", "DaemonSet", "Deployment", "HorizontalPodAutoscaler", "Ingress", "Job", "PersistentVolumeClaim",
	"Pod", "PodDisruptionBudget", "ReplicaSet", "Secret", "Service", "ServiceAccount", "StatefulSet",
}

// Usual returns the kinds that a submission may contain in every exercise.
func Usual() []string { return slices.Clone(usual) }

// never are kinds of Kubernetes that are cluster-scoped, or that open a namespace to others.
var never = []string{
	"APIService", "CertificateSigningRequest", "ClusterRole", "ClusterRoleBinding", "CustomResourceDefinition", "Lease", "MutatingWebhookConfiguration",
	"Namespace", "Node", "PersistentVolume", "PriorityClass", "RuntimeClass", "StorageClass", "ValidatingAdmissionPolicy",
	"ValidatingAdmissionPolicyBinding", "ValidatingWebhookConfiguration",
}

func allowed(kind string, more []string) error {
	switch {
	case slices.Contains(never, kind):
		return fmt.Errorf("a %s belongs to the whole cluster, and a submission to its own namespace only", kind)
	case slices.Contains(usual, kind), slices.Contains(more, kind):
		return nil
	}
	return fmt.Errorf("the kind %s is not allowed in this exercise; allowed are %s", kind, strings.Join(slices.Sorted(slices.Values(slices.Concat(usual, more))), ", "))
}

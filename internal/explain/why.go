package explain

import (
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/plaintext"
	"github.com/gherkind/gherkind/internal/say"
)

// Why returns what keeps the subject from being up and ready, root cause
// first. The result is empty if nothing is wrong, and also for a kind without pods
// behind it and without rules here, or a subject without a name.
//
// A container that is well again is mentioned while its last end is at most
// ten minutes ago, the time after which the kubelet also resets a crash loop.
func Why(f Facts, s Subject) []Finding { return safe(newIndex(f).why(s)) }

func (x *index) why(s Subject) []finding {
	if s.Kind == "" || s.Name == "" {
		return nil
	}
	object := x.get(s.Kind, s.Namespace, s.Name)
	if object == nil {
		return x.missing(s)
	}
	switch s.Kind {
	case kindPod:
		return x.podOf(object).findings(everything)
	case kindService:
		return x.service(object)
	case kindClaim:
		return x.claim(object)
	case kindNode:
		return x.node(object)
	case kindNamespace:
		return x.namespace(object)
	}
	if explainKind, own := x.ownKinds()[s.Kind]; own {
		return explainKind(object)
	}
	found := x.workload(object)
	if _, known := groupOf(s.Kind); !known {
		found = append(found, x.ownCondition(object)...)
	}
	return found
}

// ownKinds are the kinds with their own rules, besides pods and workloads.
func (x *index) ownKinds() map[string]func(*unstructured.Unstructured) []finding {
	return map[string]func(*unstructured.Unstructured) []finding{
		kindCronJob: x.cronJob, kindAutoscaler: x.autoscaler, kindBudget: x.budget, kindIngress: x.ingress,
		kindPolicy: x.policy, kindConfigMap: x.configuration, kindSecret: x.configuration,
	}
}

// Knows reports whether there are rules for the object: those of its kind, a condition Ready or Available, or pods behind it.
// For any other object, an empty result does not mean that nothing is wrong.
func Knows(f Facts, s Subject) bool {
	x := newIndex(f)
	o := x.get(s.Kind, s.Namespace, s.Name)
	if _, known := groupOf(s.Kind); known || o == nil {
		return true
	}
	return len(standardConditions(o)) > 0 || len(x.podsBehind(o)) > 0
}

// safe makes every line of the findings safe to print. Most untrusted text was limited before; names are checked by the API
// server, but a record may come from elsewhere.
func safe(found []finding) []Finding {
	var out []Finding
	for _, f := range found {
		told := Finding{Code: f.Code, Sentence: plaintext.Line(f.Sentence.String(), maxLine), Hint: plaintext.Line(f.Hint.String(), maxLine),
			Said: f.Sentence, Advised: f.Hint}
		for _, line := range f.Evidence {
			told.Evidence = append(told.Evidence, plaintext.Line(line, maxLine))
		}
		out = append(out, told)
	}
	return out
}

// finding is a Finding before its texts are rendered.
type finding struct {
	Code           string
	Sentence, Hint say.Text
	Evidence       []string
}

// The kinds known to this package.
const (
	kindPod         = "Pod"
	kindNode        = "Node"
	kindNamespace   = "Namespace"
	kindEvent       = "Event"
	kindClaim       = "PersistentVolumeClaim"
	kindService     = "Service"
	kindSlice       = "EndpointSlice"
	kindDeployment  = "Deployment"
	kindReplicaSet  = "ReplicaSet"
	kindStatefulSet = "StatefulSet"
	kindDaemonSet   = "DaemonSet"
	kindJob         = "Job"
	kindCronJob     = "CronJob"
	kindAutoscaler  = "HorizontalPodAutoscaler"
	kindBudget      = "PodDisruptionBudget"
	kindIngress     = "Ingress"
	kindClass       = "IngressClass"
	kindPolicy      = "NetworkPolicy"
	kindConfigMap   = "ConfigMap"
	kindSecret      = "Secret"
)

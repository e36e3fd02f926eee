package explain

import (
	"regexp"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/say"
)

// NamespaceStuck is a code; its meaning is in namespaceStuckDoc.
const NamespaceStuck = "NAMESPACE_STUCK"

var namespaceStuckDoc = Code{
	Code:    NamespaceStuck,
	Meaning: "A namespace cannot be deleted: because of finalizers, remaining objects, or an API that does not answer.",
	Example: `namespace "shop" cannot be deleted: objects in it have finalizers: example.com/held (1); what remains: configmaps (1)`,
}

// namespace explains a namespace that is being deleted and stays. The conditions set by the namespace controller say what it
// could not remove (NamespaceDeletionDiscoveryFailure and the like, in package core/v1).
func (x *index) namespace(o *unstructured.Unstructured) []finding {
	if o.GetDeletionTimestamp() == nil {
		return nil
	}
	f := finding{
		Code:     NamespaceStuck,
		Sentence: say.Textf("%s is being deleted", describeName(o)),
		Hint:     say.Textf("allow more time: its objects are deleted first"),
	}
	if a := ago(x.Now, o.GetDeletionTimestamp().Time); a != "" {
		f.Evidence = append(f.Evidence, pathOf(o)+" metadata.deletionTimestamp "+a)
	} else {
		f.Evidence = append(f.Evidence, pathOf(o)+" has a metadata.deletionTimestamp")
	}
	for _, c := range conditionsOf(o) {
		if c.status == "True" {
			f.Evidence = append(f.Evidence, c.line(o))
		}
	}
	says, hint := heldBy(o)
	if !says.Empty() {
		f.Sentence, f.Hint = say.Textf("%s cannot be deleted: %s", describeName(o), says), hint
	}
	return []finding{f}
}

// heldBy returns what holds the namespace, root cause first: an API that does not answer hides objects, finalizers hold
// objects, and objects hold the namespace.
func heldBy(o *unstructured.Unstructured) (says, hint say.Text) {
	for _, known := range []struct {
		condition, prefix string
		says              func(string) say.Text
		hint              say.Text
	}{
		{"NamespaceDeletionDiscoveryFailure", "Discovery failed for some groups, ", func(what string) say.Text { return say.Textf("an API does not answer: %s", what) },
			say.Textf("look for an APIService that is not available: kubectl get apiservices")},
		{"NamespaceDeletionGroupVersionParsingFailure", "", say.Literal, say.Textf("look at the API groups: kubectl api-versions")},
		{"NamespaceFinalizersRemaining", "Some content in the namespace has finalizers remaining: ", func(what string) say.Text { return say.Textf("objects in it have finalizers: %s", what) },
			say.Textf("look at the controller that should remove the finalizers, or remove them by hand")},
		{"NamespaceDeletionContentFailure", "Failed to delete all resource types, ", func(what string) say.Text { return say.Textf("objects in it could not be deleted: %s", what) },
			say.Textf("do as the message says; an admission webhook may be in the way")},
		{"NamespaceContentRemaining", "Some resources are remaining: ", func(what string) say.Text { return say.Textf("objects in it remain: %s", what) },
			say.Textf("allow more time: pods end within their grace period")},
	} {
		c, ok := conditionNamed(o, known.condition)
		if !ok || c.status != "True" {
			continue
		}
		says = known.says(inNumbers(strings.TrimPrefix(c.message, known.prefix)))
		if known.condition == "NamespaceFinalizersRemaining" {
			says = withRemaining(says, o)
		}
		return says, known.hint
	}
	return ownFinalizers(o)
}

// withRemaining adds the kinds of the objects that have the finalizers.
func withRemaining(says say.Text, o *unstructured.Unstructured) say.Text {
	c, ok := conditionNamed(o, "NamespaceContentRemaining")
	if !ok || c.status != "True" {
		return says
	}
	return say.Textf("%s; what remains: %s", says, inNumbers(strings.TrimPrefix(c.message, "Some resources are remaining: ")))
}

// Lists in messages of the namespace controller: "configmaps. has 1 resource instances, pods. has …" with the API group after
// the dot, and "example.com/held in 1 resource instances, …".
var (
	instancesOf  = regexp.MustCompile(`(\S+?)\.? has (\d+) resource instances`)
	finalizersIn = regexp.MustCompile(` in (\d+) resource instances`)
)

// inNumbers shortens these lists: "configmaps (1), pods (3)".
func inNumbers(message string) string {
	return quote(finalizersIn.ReplaceAllString(instancesOf.ReplaceAllString(message, "$1 ($2)"), " ($1)"))
}

// ownFinalizers returns the finalizers of the namespace itself, except that of the namespace controller, which every namespace
// has until its objects are gone.
func ownFinalizers(o *unstructured.Unstructured) (says, hint say.Text) {
	held := o.GetFinalizers()
	if list, _, err := unstructured.NestedStringSlice(o.Object, "spec", "finalizers"); err == nil {
		for _, f := range list {
			if f != "kubernetes" {
				held = append(held, f)
			}
		}
	}
	if len(held) == 0 {
		return say.Text{}, say.Text{}
	}
	return say.Textf("it has the finalizers %s", names(held)), say.Textf("look at the controller that should remove the finalizers, or remove them by hand")
}

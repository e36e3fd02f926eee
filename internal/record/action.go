package record

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	jsonpatch "github.com/evanphx/json-patch/v5"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"

	"github.com/gherkind/gherkind/internal/kube"
)

// Action is a step for something that the user did.
type Action struct {
	Text string // text of the step, without its keyword
	Doc  string // the doc string below it; "" if there is none
}

// name returns the object's name as steps write it.
func (c Change) name() string {
	return fmt.Sprintf("%s %q", strings.ToLower(c.Kind.GVK.Kind), c.object().GetName())
}

// actions returns the steps for a change that the user made to an existing object, or for its deletion.
func (c Change) actions() ([]Action, error) {
	if c.New == nil || c.New.GetDeletionTimestamp() != nil {
		return []Action{{Text: c.name() + " is deleted"}}, nil
	}
	before, after := authored(c.Old).Object, authored(c.New).Object
	if kube.IsSecret(c.New) {
		hideChanges(before, after)
	}
	var done []Action
	for _, known := range []func(name string, before, after map[string]any) []Action{scaled, restarted, imagesSet} {
		done = append(done, known(c.name(), before, after)...)
	}
	if reflect.DeepEqual(before, after) {
		return done, nil
	}
	patch, err := difference(before, after)
	if err != nil {
		return nil, fmt.Errorf("say what has changed in %s: %w", c.name(), err)
	}
	return append(done, Action{Text: c.name() + " is patched with this merge patch:", Doc: patch}), nil
}

// scaled detects another number of replicas, and makes both objects equal in it.
func scaled(name string, before, after map[string]any) []Action {
	was, there, _ := unstructured.NestedInt64(before, "spec", "replicas")
	is, still, err := unstructured.NestedInt64(after, "spec", "replicas")
	if err != nil || !there || !still || was == is || unstructured.SetNestedField(before, is, "spec", "replicas") != nil {
		return nil
	}
	noun := "replicas"
	if is == 1 {
		noun = "replica"
	}
	return []Action{{Text: fmt.Sprintf("%s is scaled to %d %s", name, is, noun)}}
}

// restartedAt is the annotation that kubectl rollout restart writes into the pod template.
const restartedAt = "kubectl.kubernetes.io/restartedAt"

// restarted detects a restart, and makes both objects equal in it.
func restarted(name string, before, after map[string]any) []Action {
	path := []string{"spec", "template", "metadata", "annotations"}
	at, there, _ := unstructured.NestedString(after, append(path, restartedAt)...)
	was, _, err := unstructured.NestedString(before, append(path, restartedAt)...)
	if err != nil || !there || at == was || unstructured.SetNestedField(before, at, append(path, restartedAt)...) != nil {
		return nil
	}
	if _, has, _ := unstructured.NestedMap(after, "spec", "template", "metadata"); !has {
		return nil
	}
	dropEmptyTime(before)
	dropEmptyTime(after)
	return []Action{{Text: name + " is restarted"}}
}

// dropEmptyTime removes creationTimestamp: null from a template, which some clients add to their changes.
func dropEmptyTime(object map[string]any) {
	unstructured.RemoveNestedField(object, "spec", "template", "metadata", "creationTimestamp")
}

// imagesSet detects changed container images, and makes both objects equal in them.
func imagesSet(name string, before, after map[string]any) (done []Action) {
	for _, path := range [][]string{{"spec", "template", "spec", "containers"}, {"spec", "containers"}} {
		was, there, _ := unstructured.NestedSlice(before, path...)
		is, still, err := unstructured.NestedSlice(after, path...)
		if err != nil || !there || !still || len(was) != len(is) {
			continue
		}
		for i := range was {
			old, ok := was[i].(map[string]any)
			now, also := is[i].(map[string]any)
			if !ok || !also || old["name"] != now["name"] || old["image"] == now["image"] {
				continue
			}
			old["image"] = now["image"]
			done = append(done, Action{Text: fmt.Sprintf("the image of container %q of %s is set to %q", now["name"], name, now["image"])})
		}
		if unstructured.SetNestedSlice(before, was, path...) != nil {
			return nil
		}
	}
	return done
}

// difference returns the merge patch from one object to the other, as YAML.
func difference(before, after map[string]any) (string, error) {
	from, err := json.Marshal(before)
	if err != nil {
		return "", err
	}
	to, err := json.Marshal(after)
	if err != nil {
		return "", err
	}
	patch, err := jsonpatch.CreateMergePatch(from, to)
	if err != nil {
		return "", err
	}
	text, err := yaml.JSONToYAML(patch)
	return string(text), err
}

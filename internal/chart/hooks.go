package chart

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	helm "helm.sh/helm/v4/pkg/chart/v2"
	release "helm.sh/helm/v4/pkg/release/v1"
	"helm.sh/helm/v4/pkg/release/v1/util"
	"sigs.k8s.io/yaml"
)

// Event is an event in the life cycle of a release at which hooks run.
type Event string

// The events at which hooks run.
const (
	PreInstall   Event = "pre-install"
	PostInstall  Event = "post-install"
	PreUpgrade   Event = "pre-upgrade"
	PostUpgrade  Event = "post-upgrade"
	PreRollback  Event = "pre-rollback"
	PostRollback Event = "post-rollback"
)

// known are all events of Helm, including those that are ignored here: tests are not run, and what is deleted with its
// namespace has no hooks.
var known = []string{
	string(PreInstall), string(PostInstall), string(PreUpgrade), string(PostUpgrade), string(PreRollback), string(PostRollback),
	"pre-delete", "post-delete", "test", "test-success",
}

// Policy says when the object of a hook is deleted.
type Policy string

// The policies of Helm.
const (
	BeforeCreation Policy = "before-hook-creation"
	WhenSucceeded  Policy = "hook-succeeded"
	WhenFailed     Policy = "hook-failed"
)

// Hook is an object that is created at an event and waited for.
type Hook struct {
	Document
	Events   []Event
	Weight   int
	Policies []Policy
}

// Has reports whether the hook's object is deleted at that time. Without a policy, it is deleted before a new one is created.
func (h Hook) Has(policy Policy) bool {
	return slices.Contains(h.Policies, policy) || len(h.Policies) == 0 && policy == BeforeCreation
}

// Before reports whether the hook runs before the objects of a release are applied.
func (h Hook) Before() bool { return h.any(PreInstall, PreUpgrade, PreRollback) }

// After reports whether the hook runs after the objects of a release are applied.
func (h Hook) After() bool { return h.any(PostInstall, PostUpgrade, PostRollback) }

func (h Hook) any(of ...Event) bool {
	return slices.ContainsFunc(h.Events, func(e Event) bool { return slices.Contains(of, e) })
}

// sorted parses rendered templates into the objects to apply.
func (c *Chart) sorted(made *helm.Chart, texts map[string]string) (*Rendered, error) {
	out := &Rendered{}
	for name, text := range texts {
		if path.Base(name) == "NOTES.txt" {
			delete(texts, name)
			continue
		}
		if err := c.checkHooks(made, name, text); err != nil {
			return nil, err
		}
	}
	hooks, objects, err := util.SortManifests(texts, nil, util.InstallOrder)
	if err != nil {
		return nil, err
	}
	for _, crd := range made.CRDObjects() {
		out.Definitions = append(out.Definitions, Document{c.place(made, crd.Filename), string(crd.File.Data)})
	}
	for _, h := range hooks {
		out.Hooks = append(out.Hooks, c.hook(made, h))
	}
	for _, o := range objects {
		if empty(o.Content) {
			continue
		}
		out.Objects = append(out.Objects, Document{c.place(made, o.Name), o.Content})
	}
	if len(out.Objects)+len(out.Definitions)+len(out.Hooks) == 0 {
		return nil, errors.New("it renders no objects with these values")
	}
	return out, nil
}

// empty reports whether a text contains nothing but comments.
func empty(text string) bool {
	var content any
	return yaml.Unmarshal([]byte(text), &content) == nil && content == nil
}

func (c *Chart) hook(made *helm.Chart, h *release.Hook) Hook {
	hook := Hook{Document: Document{c.place(made, h.Path), h.Manifest}, Weight: h.Weight}
	for _, e := range h.Events {
		hook.Events = append(hook.Events, Event(e))
	}
	for _, p := range h.DeletePolicies {
		if p != "" {
			hook.Policies = append(hook.Policies, Policy(p))
		}
	}
	return hook
}

// checkHooks reports hooks of unknown events: Helm silently drops their objects.
func (c *Chart) checkHooks(made *helm.Chart, name, text string) error {
	if strings.HasPrefix(path.Base(name), "_") {
		return nil
	}
	for _, one := range util.SplitManifests(text) {
		var head util.SimpleHead
		if err := yaml.Unmarshal([]byte(one), &head); err != nil || head.Metadata == nil {
			continue // reading all of it reports what is wrong
		}
		for event := range strings.SplitSeq(head.Metadata.Annotations[release.HookAnnotation], ",") {
			event = strings.ToLower(strings.TrimSpace(event))
			if event != "" && !slices.Contains(known, event) {
				return &Error{Path: c.place(made, name), Msg: fmt.Sprintf("there is no hook %q: %s are known", event, strings.Join(known, ", "))}
			}
		}
	}
	return nil
}

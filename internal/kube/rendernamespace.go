package kube

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// references replaces the scenario's namespaces wherever an object names one, and in its texts. The fields that name namespaces
// are not listed: there are dozens, and custom resources have more. What counts is that the name belongs to the scenario.
func (r Rewriter) references(obj *unstructured.Unstructured) error {
	if r.Own == nil {
		return nil
	}
	if err := r.fields(obj.Object, obj.Object, "metadata"); err != nil {
		return err
	}
	meta, _ := nested(obj.Object, "metadata")
	for _, key := range []string{"labels", "annotations"} {
		if texts, ok := meta[key].(map[string]any); ok {
			if err := r.fields(texts, nil, ""); err != nil {
				return err
			}
		}
	}
	return nil
}

// fields rewrites the fields of a map, except one. parent is the map itself, or nil if its keys are not field names.
func (r Rewriter) fields(m, parent map[string]any, but string) error {
	for _, key := range sorted(m) {
		if key == but {
			continue
		}
		next, err := r.value(m[key], key, parent)
		if err != nil {
			return err
		}
		m[key] = next
	}
	return nil
}

// labelled are fields whose keys are free: labels and data, which are not fields that could name a namespace.
var labelled = []string{"labels", "annotations", "matchLabels", "nodeSelector", "selector", "data", "stringData", "binaryData"}

// value returns the new value for a key. Maps and lists are changed in place.
func (r Rewriter) value(value any, key string, parent map[string]any) (any, error) {
	switch v := value.(type) {
	case map[string]any:
		if slices.Contains(labelled, key) {
			return v, r.fields(v, nil, "")
		}
		return v, r.fields(v, v, "")
	case []any:
		for i := range v {
			next, err := r.value(v[i], key, parent)
			if err != nil {
				return nil, err
			}
			v[i] = next
		}
	case string:
		return r.text(v, key, parent)
	}
	return value, nil
}

func (r Rewriter) text(text, key string, parent map[string]any) (string, error) {
	text, err := r.Expand(text)
	if err != nil {
		return "", err
	}
	switch {
	case names(key) && parent != nil, key == corev1.LabelMetadataName, key == "values" && parent["key"] == corev1.LabelMetadataName:
		return r.own(text)
	case key == "name" && (parent["kind"] == "User" || parent["kind"] == "Group"):
		return r.account(text)
	}
	return text, nil
}

// names reports whether a field names namespaces: namespace, namespaces, targetNamespace, or the parameter
// csi.storage.k8s.io/node-publish-secret-namespace.
func names(key string) bool {
	return key == "namespace" || key == "namespaces" || strings.HasSuffix(key, "Namespace") || strings.HasSuffix(key, "-namespace")
}

func (r Rewriter) own(alias string) (string, error) {
	name, own, err := r.Own(alias)
	if err != nil || !own {
		return alias, err
	}
	return name, nil
}

// account rewrites the user name of a service account, or the group name of a namespace's service accounts.
func (r Rewriter) account(name string) (string, error) {
	for _, prefix := range []string{"system:serviceaccount:", "system:serviceaccounts:"} {
		rest, found := strings.CutPrefix(name, prefix)
		if !found {
			continue
		}
		alias, account, more := strings.Cut(rest, ":")
		real, err := r.own(alias)
		if err != nil {
			return "", err
		}
		if more {
			account = ":" + account
		}
		return prefix + real + account, nil
	}
	return name, nil
}

var namespaceIn = regexp.MustCompile(`\$\(namespace:([^()\s]*)\)`)

// Expand replaces $(namespace:NAME) in a text by the real name of the scenario's namespace NAME, and $(namespace:) by that of
// the default namespace of manifests.
func (r Rewriter) Expand(text string) (string, error) {
	var trouble error
	return namespaceIn.ReplaceAllStringFunc(text, func(found string) string {
		alias := namespaceIn.FindStringSubmatch(found)[1]
		name, own, err := r.Own(alias)
		switch {
		case err != nil:
			trouble = err
		case !own && trouble == nil:
			trouble = fmt.Errorf("%s: no manifest of the scenario has the namespace %q", found, alias)
		}
		return name
	}), trouble
}

func sorted(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

package kube

import (
	"context"
	"encoding/json"
	"fmt"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/openapi"
)

// Knows asks the cluster's OpenAPI documents whether a kind has a field: another version of Kubernetes may have fields that
// gherkind's types lack.
func (c *Client) Knows(ctx context.Context, field Unknown) (bool, error) {
	kind := field.Kind
	paths, err := openapi.ToClientWithContext(c.discovery.OpenAPIV3()).PathsWithContext(ctx)
	if err != nil {
		return false, fmt.Errorf("ask the cluster how its API is described: %w", err)
	}
	served, ok := paths[apiPath(kind.GroupVersion())]
	if !ok { // the kind in another version
		mapped, err := c.lookup(ctx, func() (*meta.RESTMapping, error) { return c.mapper.RESTMapping(kind.GroupKind()) },
			kind.Kind, func(group string) bool { return group == kind.Group })
		if err != nil {
			return false, err
		}
		kind = mapped.GVK
		if served, ok = paths[apiPath(kind.GroupVersion())]; !ok {
			return false, fmt.Errorf("the cluster does not describe %s", kind.GroupVersion())
		}
	}
	data, err := served.SchemaWithContext(ctx, "application/json")
	if err != nil {
		return false, fmt.Errorf("ask the cluster how it describes %s: %w", kind.GroupVersion(), err)
	}
	var described apiDescription
	if err := json.Unmarshal(data, &described); err != nil {
		return false, fmt.Errorf("read how the cluster describes %s: %w", kind.GroupVersion(), err)
	}
	return described.has(kind, field.Path)
}

func apiPath(gv schema.GroupVersion) string {
	if gv.Group == "" {
		return "api/" + gv.Version
	}
	return "apis/" + gv.String()
}

// apiDescription is the part of an OpenAPI document that says which fields exist.
type apiDescription struct {
	Components struct {
		Schemas map[string]*fieldSchema `json:"schemas"`
	} `json:"components"`
}

type fieldSchema struct {
	Ref        string                  `json:"$ref"`
	AllOf      []*fieldSchema          `json:"allOf"`
	Properties map[string]*fieldSchema `json:"properties"`
	Items      *fieldSchema            `json:"items"`
	Additional json.RawMessage         `json:"additionalProperties"`
	Preserves  bool                    `json:"x-kubernetes-preserve-unknown-fields"`
	Kinds      []struct {
		Group   string `json:"group"`
		Version string `json:"version"`
		Kind    string `json:"kind"`
	} `json:"x-kubernetes-group-version-kind"`
}

func (d apiDescription) has(kind schema.GroupVersionKind, path []string) (bool, error) {
	for _, s := range d.Components.Schemas {
		for _, k := range s.Kinds {
			if k.Group == kind.Group && k.Version == kind.Version && k.Kind == kind.Kind {
				return d.leads(s, path), nil
			}
		}
	}
	return false, fmt.Errorf("the cluster does not describe %s in %s", kind.Kind, kind.GroupVersion())
}

// leads reports whether a path leads to a field, or to where any field is allowed.
func (d apiDescription) leads(s *fieldSchema, path []string) bool {
	s = d.resolved(s)
	switch {
	case len(path) == 0 || s == nil || s.Preserves:
		return true
	case path[0] == AnyItem && s.Items != nil:
		return d.leads(s.Items, path[1:])
	case s.Properties[path[0]] != nil:
		return d.leads(s.Properties[path[0]], path[1:])
	case len(s.Additional) > 0 && string(s.Additional) != "false":
		var values fieldSchema
		if err := json.Unmarshal(s.Additional, &values); err != nil {
			return true // additionalProperties is true
		}
		return d.leads(&values, path[1:])
	}
	return len(s.Properties) == 0 // of any form
}

// resolved follows references.
func (d apiDescription) resolved(s *fieldSchema) *fieldSchema {
	for s != nil && (s.Ref != "" || len(s.AllOf) == 1) {
		if s.Ref == "" {
			s = s.AllOf[0]
			continue
		}
		const components = "#/components/schemas/"
		s = d.Components.Schemas[s.Ref[min(len(components), len(s.Ref)):]]
	}
	return s
}

package kube

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/agnivade/levenshtein"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/restmapper"

	"github.com/gherkind/gherkind/internal/words"
)

// UnknownKindError says that the cluster does not serve a kind.
type UnknownKindError struct {
	Asked       string   // as the caller wrote it
	Suggestions []string // kinds with a similar name, best first
	slip        bool
}

// Slip reports whether a kind of the cluster differs so little that it must be meant.
func (e *UnknownKindError) Slip() bool { return e.slip }

// InOtherVersion reports whether the cluster serves the kind, but with another apiVersion: Deployment in v1.
func (e *UnknownKindError) InOtherVersion() bool {
	kind, _, _ := strings.Cut(e.Asked, " in ")
	return slices.ContainsFunc(e.Suggestions, func(served string) bool { return strings.HasPrefix(served, kind+" in ") })
}

func (e *UnknownKindError) Error() string {
	text := fmt.Sprintf("the cluster does not know the kind %s", e.Asked)
	if len(e.Suggestions) > 0 {
		return text + "; did you mean " + strings.Join(e.Suggestions, " or ") + "?"
	}
	return text + "; is its CustomResourceDefinition missing?"
}

// Kind looks up a kind by group, version and kind. For an unknown kind it repeats discovery once, as a CustomResourceDefinition
// may just have been applied. The error is an [*UnknownKindError] if the cluster does not serve it.
func (c *Client) Kind(ctx context.Context, gvk schema.GroupVersionKind) (Kind, error) {
	return c.lookup(ctx, func() (*meta.RESTMapping, error) {
		return c.mapper.RESTMapping(gvk.GroupKind(), gvk.Version)
	}, gvk.Kind+" in "+gvk.GroupVersion().String(), func(group string) bool { return group == gvk.Group })
}

// KindByName looks up a kind as kubectl does: singular, plural or short name,
// or the kind itself, optionally followed by .group.
func (c *Client) KindByName(ctx context.Context, name string) (Kind, error) {
	return c.lookup(ctx, func() (*meta.RESTMapping, error) {
		resource, err := restmapper.NewShortcutExpander(c.mapper, c.discovery, nil).ResourceFor(groupResource(name).WithVersion(""))
		if err != nil {
			return nil, err
		}
		gvk, err := c.mapper.KindFor(resource)
		if err != nil {
			return nil, err
		}
		return c.mapper.RESTMapping(gvk.GroupKind(), gvk.Version)
	}, fmt.Sprintf("%q", name), func(group string) bool { return strings.HasPrefix(group, groupResource(name).Group) })
}

func groupResource(name string) schema.GroupResource {
	return schema.ParseGroupResource(strings.ToLower(name))
}

// lookup finds a kind. mayBe reports whether the kind may belong to a group.
func (c *Client) lookup(ctx context.Context, find func() (*meta.RESTMapping, error), asked string, mayBe func(group string) bool) (Kind, error) {
	if err := ctx.Err(); err != nil {
		return Kind{}, err
	}
	c.refresh.Lock()
	defer c.refresh.Unlock()
	mapping, err := find()
	if meta.IsNoMatchError(err) {
		c.mapper.Reset()
		mapping, err = find()
	}
	if meta.IsNoMatchError(err) {
		if trouble := c.silent(mayBe); trouble != nil {
			return Kind{}, fmt.Errorf("ask the cluster which kinds it knows: %w", trouble)
		}
		near, slip := c.similar(asked)
		return Kind{}, &UnknownKindError{Asked: asked, Suggestions: near, slip: slip}
	}
	if err != nil {
		return Kind{}, fmt.Errorf("ask the cluster which kinds it knows: %w", err)
	}
	return Kind{
		GVK: mapping.GroupVersionKind, GVR: mapping.Resource,
		Namespaced: mapping.Scope.Name() == meta.RESTScopeNameNamespace,
	}, nil
}

// silent returns the error of a matching group whose discovery failed, which the mapper ignores; nil if there is none.
func (c *Client) silent(mayBe func(group string) bool) error {
	_, _, err := c.discovery.ServerGroupsAndResources()
	failed, partial := discovery.GroupDiscoveryFailedErrorGroups(err)
	if !partial {
		return err
	}
	for gv := range failed {
		if mayBe(gv.Group) {
			return err
		}
	}
	return nil
}

// similar returns up to three kinds with a similar name, for an error message only: if discovery fails, it returns none.
func (c *Client) similar(asked string) (near []string, slip bool) {
	word := strings.ToLower(strings.Trim(strings.Fields(asked)[0], `"`))
	_, lists, err := c.discovery.ServerGroupsAndResources()
	if err != nil && len(lists) == 0 {
		return nil, false
	}
	distance := map[string]int{}
	for _, list := range lists {
		for _, r := range list.APIResources {
			if strings.Contains(r.Name, "/") {
				continue
			}
			shown := r.Kind + " in " + list.GroupVersion
			slip = slip || slipped(word, strings.ToLower(r.Kind)) || slipped(word, r.Name)
			distance[shown] = min(levenshtein.ComputeDistance(word, strings.ToLower(r.Kind)), levenshtein.ComputeDistance(word, r.Name))
		}
	}
	return closest(distance, len(word)/3+1), slip
}

// slipped reports whether a word differs from another by one letter, by two swapped letters or, if it is long, by two letters.
func slipped(word, other string) bool {
	const long = 8
	d := words.Differences(word, other)
	return d == 1 || d == 2 && len(word) >= long
}

func closest(distance map[string]int, limit int) []string {
	var names []string
	for name, d := range distance {
		if d <= limit {
			names = append(names, name)
		}
	}
	sort.Slice(names, func(i, j int) bool {
		if distance[names[i]] != distance[names[j]] {
			return distance[names[i]] < distance[names[j]]
		}
		return names[i] < names[j]
	})
	return names[:min(len(names), 3)]
}

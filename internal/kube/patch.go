package kube

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	yaml3 "gopkg.in/yaml.v3"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"

	"github.com/gherkind/gherkind/internal/fileerror"
)

// Patch is a change to an object, as YAML: fields to merge, or a list of operations (JSON patch, RFC 6902).
type Patch struct {
	Part       *Part // the fields; nil if there are operations
	Operations []any
}

// ParsePatch reads a patch. Errors are [*ManifestError].
func ParsePatch(path string, data []byte) (*Patch, error) {
	var node yaml3.Node
	decoder := yaml3.NewDecoder(bytes.NewReader(data))
	if err := decoder.Decode(&node); err != nil || len(node.Content) == 0 || node.Content[0].Kind != yaml3.SequenceNode {
		part, err := ParsePart(path, data)
		var wrong *ManifestError
		if errors.As(err, &wrong) {
			wrong.Msg = strings.ReplaceAll(wrong.Msg, "would match any object", "would change nothing")
		}
		if err != nil {
			return nil, err
		}
		return &Patch{Part: part}, nil
	}
	operations, err := operationsOf(path, &node)
	if err != nil {
		return nil, err
	}
	if err := decoder.Decode(new(yaml3.Node)); err == nil {
		return nil, fileerror.At(path, node.Content[0].Line, "a second document would not be looked at: write one step for each patch")
	}
	return &Patch{Operations: operations}, nil
}

// operationsOf reads the operations of a JSON patch.
func operationsOf(path string, node *yaml3.Node) ([]any, error) {
	list := node.Content[0]
	if len(list.Content) == 0 {
		return nil, fileerror.At(path, list.Line, "the list of operations is empty: it would change nothing")
	}
	var operations []any
	for _, item := range list.Content {
		operation, err := operationOf(item)
		if err != nil {
			return nil, fileerror.At(path, item.Line, err.Error())
		}
		operations = append(operations, operation)
	}
	return operations, nil
}

// operationKinds are the operations of RFC 6902, with the field that each needs besides its path.
var operationKinds = map[string]string{"add": "value", "remove": "", "replace": "value", "move": "from", "copy": "from", "test": "value"}

func operationOf(item *yaml3.Node) (map[string]any, error) {
	if item.Kind != yaml3.MappingNode {
		return nil, errors.New("an operation of a JSON patch is a map, as in: {op: replace, path: /spec/replicas, value: 3}")
	}
	operation, err := decoded(&yaml3.Node{Kind: yaml3.DocumentNode, Content: []*yaml3.Node{item}})
	if err != nil {
		return nil, err
	}
	op, _ := operation["op"].(string)
	needs, known := operationKinds[op]
	at, _ := operation["path"].(string)
	switch {
	case !known:
		return nil, fmt.Errorf("op is %q: it is one of add, remove, replace, move, copy and test", op)
	case !strings.HasPrefix(at, "/"):
		return nil, fmt.Errorf("path is %q: write the names of fields with a slash before each, as in /spec/replicas", at)
	}
	if _, has := operation[needs]; needs != "" && !has {
		return nil, fmt.Errorf("op %s needs the field %q", op, needs)
	}
	return operation, nil
}

// Directives reports whether the fields contain directives of a strategic merge patch, which are not fields of the object.
func (p *Patch) Directives() bool { return p.Part != nil && hasDirective(p.Part.Object) }

func hasDirective(value any) bool {
	switch v := value.(type) {
	case map[string]any:
		for key, inner := range v {
			if strings.HasPrefix(key, "$") || hasDirective(inner) {
				return true
			}
		}
	case []any:
		return slices.ContainsFunc(v, hasDirective)
	}
	return false
}

// Mentions reports whether the patch has a word as the name of a field or in a path.
func (p *Patch) Mentions(word string) bool {
	data, err := json.Marshal(p.body())
	return err != nil || bytes.Contains(data, []byte(word))
}

func (p *Patch) body() any {
	if p.Part != nil {
		return p.Part.Object
	}
	return p.Operations
}

// PatchBody is a patch in the form in which it is sent.
type PatchBody struct {
	Type types.PatchType
	Body any // is marshalled to JSON
}

// For returns the patch to send to an object of a kind. Fields are merged as kubectl patch does it, item by item in lists that
// have merge keys. Custom resources do not declare merge keys, so their lists are replaced as a whole; with merge, all lists
// are.
func (p *Patch) For(kind Kind, merge bool) PatchBody {
	switch {
	case p.Part == nil:
		return PatchBody{types.JSONPatchType, p.Operations}
	case merge || !OfKubernetes(kind.GVK.Group):
		return PatchBody{types.MergePatchType, p.Part.Object}
	}
	return PatchBody{types.StrategicMergePatchType, p.Part.Object}
}

// only makes the server refuse the patch for any object but the intended one.
func (b PatchBody) only(uid types.UID) PatchBody {
	if uid == "" {
		return b
	}
	if operations, is := b.Body.([]any); is {
		b.Body = append([]any{map[string]any{"op": "test", "path": "/metadata/uid", "value": string(uid)}}, operations...)
		return b
	}
	if fields, is := b.Body.(map[string]any); is {
		whole := &unstructured.Unstructured{Object: (&unstructured.Unstructured{Object: fields}).DeepCopy().Object}
		whole.SetUID(uid)
		b.Body = whole.Object
	}
	return b
}

// Change applies a patch to an object, or to one of its subresources. A field that the kind does not have is refused. The error
// is that of Apply.
func (w *Writer) Change(ctx context.Context, ref Ref, patch PatchBody, subresource ...string) (*unstructured.Unstructured, error) {
	only, err := w.permit(Changes, ref)
	if err != nil {
		return nil, err
	}
	changed, err := w.client.change(ctx, ref, patch.only(only), metav1.PatchOptions{}, subresource...)
	if err != nil {
		return nil, err
	}
	w.shows(ref, changed)
	return changed, nil
}

// TryPatch asks the API server for the result of a patch, and changes nothing.
func (c *Client) TryPatch(ctx context.Context, ref Ref, patch PatchBody, subresource ...string) (*unstructured.Unstructured, error) {
	return c.change(ctx, ref, patch, metav1.PatchOptions{DryRun: []string{metav1.DryRunAll}}, subresource...)
}

func (c *Client) change(ctx context.Context, ref Ref, patch PatchBody, options metav1.PatchOptions, subresource ...string) (*unstructured.Unstructured, error) {
	data, err := json.Marshal(patch.Body)
	if err != nil {
		return nil, fmt.Errorf("write the patch of %s as JSON: %w", ref, err)
	}
	options.FieldManager, options.FieldValidation = FieldManager, metav1.FieldValidationStrict
	obj, err := c.resource(ref).Patch(ctx, ref.Name, patch.Type, data, options, subresource...)
	if err != nil {
		return nil, refusal(ref, &unstructured.Unstructured{}, err)
	}
	return obj, nil
}

// Image replaces the images in the patch, where a manifest has them, by those of this cluster.
func (p *Patch) Image(real func(string) string) *Patch {
	if p.Part == nil || real == nil {
		return p
	}
	part := *p.Part
	part.Object = (&unstructured.Unstructured{Object: part.Object}).DeepCopy().Object
	for _, spec := range podSpecs(part.Object) {
		Rewriter{Image: real}.images(spec)
	}
	return &Patch{Part: &part}
}

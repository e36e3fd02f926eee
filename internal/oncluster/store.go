package oncluster

import (
	"context"
	"fmt"
	"strconv"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Store keeps results until the command has read them. It outlives pods and nodes.
type Store interface {
	// Most is the maximum size of a result, in bytes.
	Most() int
	Put(ctx context.Context, name string, data []byte) error
	Get(ctx context.Context, name string) ([]byte, error)
	// Delete removes a result that does not count. It need not exist.
	Delete(ctx context.Context, name string) error
	// Clear removes results when the run has ended. They need not exist.
	Clear(ctx context.Context, names []string) error
}

// ConfigMaps is the part of the typed client that this package uses.
type ConfigMaps interface {
	Get(ctx context.Context, name string, o metav1.GetOptions) (*corev1.ConfigMap, error)
	Create(ctx context.Context, m *corev1.ConfigMap, o metav1.CreateOptions) (*corev1.ConfigMap, error)
	Delete(ctx context.Context, name string, o metav1.DeleteOptions) error
}

const (
	// partSize is the size of a part in a ConfigMap or Secret: the API server accepts at most 1 MiB.
	partSize = 900 << 10
	// mostInConfigMaps is the maximum size of a result in ConfigMaps.
	mostInConfigMaps = 8 << 20
	dataKey          = "data"
)

// InConfigMaps is the store that every cluster has.
type InConfigMaps struct{ ConfigMaps }

// Most implements [Store].
func (InConfigMaps) Most() int { return mostInConfigMaps }

// Put implements [Store]. The ConfigMap with the name of the result is written last: if it exists, all parts exist.
func (s InConfigMaps) Put(ctx context.Context, name string, data []byte) error {
	parts := split(data)
	for i := len(parts) - 1; i >= 0; i-- {
		_, err := s.Create(ctx, &corev1.ConfigMap{
			ObjectMeta: metav1.ObjectMeta{Name: partName(name, i), Labels: map[string]string{labelOf: ofResult}, Annotations: map[string]string{annotationParts: strconv.Itoa(len(parts))}},
			BinaryData: map[string][]byte{dataKey: parts[i]},
		}, metav1.CreateOptions{})
		if err != nil && !apierrors.IsAlreadyExists(err) { // it exists if the response to an earlier attempt was lost
			return err
		}
	}
	return nil
}

// Get implements [Store].
func (s InConfigMaps) Get(ctx context.Context, name string) ([]byte, error) {
	first, err := s.ConfigMaps.Get(ctx, name, metav1.GetOptions{})
	if err != nil {
		return nil, err
	}
	data := first.BinaryData[dataKey]
	count, err := strconv.Atoi(first.Annotations[annotationParts])
	if err != nil {
		return nil, fmt.Errorf("configmap %s is not the result of a scenario: %w", name, err)
	}
	for i := 1; i < count; i++ {
		part, err := s.ConfigMaps.Get(ctx, partName(name, i), metav1.GetOptions{})
		if err != nil {
			return nil, err
		}
		data = append(data, part.BinaryData[dataKey]...)
	}
	return data, nil
}

// Delete implements [Store].
func (s InConfigMaps) Delete(ctx context.Context, name string) error {
	first, err := s.ConfigMaps.Get(ctx, name, metav1.GetOptions{})
	if err != nil {
		return ignoreMissing(err)
	}
	count, err := strconv.Atoi(first.Annotations[annotationParts])
	if err != nil {
		return fmt.Errorf("configmap %s is not the result of a scenario: %w", name, err)
	}
	for i := range count {
		if err := ignoreMissing(s.ConfigMaps.Delete(ctx, partName(name, i), metav1.DeleteOptions{})); err != nil {
			return err
		}
	}
	return nil
}

// Clear implements [Store]. ConfigMaps are deleted with the namespace of the run.
func (InConfigMaps) Clear(context.Context, []string) error { return nil }

func ignoreMissing(err error) error {
	if apierrors.IsNotFound(err) {
		return nil
	}
	return err
}

func partName(name string, number int) string {
	if number == 0 {
		return name
	}
	return fmt.Sprintf("%s-%d", name, number)
}

// split splits data into parts that fit into an object; there is at least one.
func split(data []byte) [][]byte {
	parts := [][]byte{}
	for len(data) > partSize {
		parts, data = append(parts, data[:partSize]), data[partSize:]
	}
	return append(parts, data)
}

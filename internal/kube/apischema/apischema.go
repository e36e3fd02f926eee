// Package apischema knows which fields of the types of Kubernetes are required, and which values fields have that have only some.
// It is as the OpenAPI definitions of the Kubernetes release say whose types gherkind is built with.
package apischema

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"sync"
)

//go:generate go run ./generate

// Table is all that is known, by the names of Go types, such as k8s.io/api/core/v1.Container.
type Table struct {
	Kubernetes string          `json:"kubernetes"`
	Types      map[string]Type `json:"types"`
}

// Type is what is known of a type.
type Type struct {
	// Required are fields that must be there.
	Required []string `json:"required,omitempty"`
	// Values are all values that a field may have, for fields of which they are known.
	Values map[string][]string `json:"values,omitempty"`
}

//go:embed table.json
var data []byte

// Read gives the table. It is read once.
var Read = sync.OnceValue(func() Table {
	var t Table
	if err := json.Unmarshal(data, &t); err != nil {
		panic(fmt.Sprintf("the table of required fields is damaged: %v", err)) // a test reads it
	}
	return t
})

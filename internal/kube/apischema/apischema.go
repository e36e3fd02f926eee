// Package apischema knows which fields of the Kubernetes types are required, and which values the fields with a fixed set of
// values allow. It is generated from the OpenAPI definitions of the Kubernetes release that gherkind's types come from.
package apischema

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"sync"
)

//go:generate go run ./generate

// Table has all types, by the names of the Go types, such as k8s.io/api/core/v1.Container.
type Table struct {
	Kubernetes string          `json:"kubernetes"`
	Types      map[string]Type `json:"types"`
}

// Type is what is known about a type.
type Type struct {
	// Required are the required fields.
	Required []string `json:"required,omitempty"`
	// Values are all allowed values of a field, for fields with a fixed set.
	Values map[string][]string `json:"values,omitempty"`
}

//go:embed table.json
var data []byte

// Read returns the table. It is parsed once.
var Read = sync.OnceValue(func() Table {
	var t Table
	if err := json.Unmarshal(data, &t); err != nil {
		panic(fmt.Sprintf("the table of required fields is damaged: %v", err)) // a test reads it
	}
	return t
})

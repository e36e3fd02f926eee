package operator

import (
	"fmt"
	"io"
	"strings"
)

// WritePage writes docs/mutation-operators.md.
func WritePage(w io.Writer) error {
	var b strings.Builder
	b.WriteString(pageHead)
	for _, op := range Catalogue() {
		fmt.Fprintf(&b, "| [`%s`](#%s) | %d | %s |\n", op.Name, op.Name, op.Weight, op.Attacks)
	}
	for _, op := range Catalogue() {
		writeOperator(&b, op)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

const pageHead = `# Mutation operators

<!-- Written by make generate. -->

Each operator breaks a manifest in one way, and so removes a behaviour that a scenario should prove. Its name is used in
` + "`--operators`" + `, in reports, and to declare mutants equivalent. With a budget, the operators with the greatest weight come first.

Operators work on files and doc strings alike. Everything else stays unchanged, including columns of a Scenario Outline such as
` + "`<name>`" + `. A value that contains such a column may be removed, but is not changed, because it is not known. Fields that are not
in the manifest are not changed, unless the description of the operator says so.

| Operator | Weight | What it attacks |
| --- | --- | --- |
`

func writeOperator(b *strings.Builder, op Operator) {
	kinds := "any kind"
	if op.Kinds != nil {
		kinds = strings.Join(op.Kinds, ", ")
	}
	fmt.Fprintf(b, "\n## %s\n\n%s\n\n- Attacks: %s\n- Kinds: %s\n- Weight: %d\n\n", op.Name, op.Doc, op.Attacks, kinds, op.Weight)
	fmt.Fprintf(b, "```yaml\n%s```\n", op.Example.Manifest)
	for _, mutant := range op.Example.Mutants {
		says, change, _ := strings.Cut(mutant, "\n")
		fmt.Fprintf(b, "\n%s:\n\n```diff\n%s```\n", says, change)
	}
}

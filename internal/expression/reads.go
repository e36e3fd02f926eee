package expression

import (
	"slices"

	"github.com/google/cel-go/common/ast"
	"github.com/google/cel-go/common/operators"
	"github.com/google/cel-go/common/types"

	"github.com/gherkind/gherkind/internal/kube"
)

// reads is what an expression looks at in objects.
type reads struct {
	fields     [][]string // by their keys
	optional   [][]string // those that it asks for: they may be absent
	status     bool       // a status, or a whole object
	generation bool       // which generation a status is of
}

func readsOf(tree *ast.AST) reads {
	r := reader{info: tree.SourceInfo(), places: map[string]*place{one: {}, many: {list: true}}}
	r.use(tree.Expr())
	return r.found
}

// place is what an expression stands for, as far as that is a part of an object; nil for anything else.
type place struct {
	keys []string
	list bool // of whole objects
}

func (p *place) whole() bool { return p != nil && len(p.keys) == 0 }

func (p *place) field(key string) *place {
	if p == nil || p.list {
		return nil
	}
	return &place{keys: append(slices.Clone(p.keys), key)}
}

func (p *place) item() *place {
	if p != nil && p.list {
		return &place{}
	}
	return p.field(kube.AnyItem)
}

// reader walks through an expression.
type reader struct {
	info   *ast.SourceInfo
	places map[string]*place // of variables
	found  reads
}

// use is for an expression whose value is taken as it is.
func (r *reader) use(e ast.Expr) {
	p := r.at(e)
	switch {
	case p.whole():
		r.found.status = true
	case p != nil:
		r.found.fields = append(r.found.fields, p.keys)
	}
}

// at is for an expression of whose value a part is taken.
func (r *reader) at(e ast.Expr) *place {
	switch e.Kind() { //nolint:exhaustive // of others, no part can be taken
	case ast.IdentKind:
		return r.places[e.AsIdent()]
	case ast.LiteralKind:
		if text, is := e.AsLiteral().(types.String); is {
			r.named(string(text))
		}
	case ast.SelectKind:
		return r.selected(e.AsSelect())
	case ast.CallKind:
		return r.called(e.AsCall())
	case ast.ComprehensionKind:
		return r.repeated(e)
	case ast.ListKind:
		r.useAll(e.AsList().Elements())
	case ast.MapKind:
		for _, entry := range e.AsMap().Entries() {
			r.use(entry.AsMapEntry().Key())
			r.use(entry.AsMapEntry().Value())
		}
	}
	return nil
}

func (r *reader) useAll(all []ast.Expr) {
	for _, e := range all {
		r.use(e)
	}
}

// named takes note of a field, wherever it stands: a status that is a label makes a check more careful, not less.
func (r *reader) named(field string) {
	r.found.status = r.found.status || field == "status"
	r.found.generation = r.found.generation || field == "observedGeneration"
}

func (r *reader) selected(s ast.SelectExpr) *place {
	r.named(s.FieldName())
	next := r.at(s.Operand()).field(s.FieldName())
	if s.IsTestOnly() {
		r.asked(next)
		return nil
	}
	return next
}

func (r *reader) asked(p *place) {
	if p != nil {
		r.found.fields, r.found.optional = append(r.found.fields, p.keys), append(r.found.optional, p.keys)
	}
}

func (r *reader) called(c ast.CallExpr) *place {
	switch c.FunctionName() {
	case operators.Index, operators.OptIndex, operators.OptSelect:
		return r.indexed(c)
	case "size":
		if c.IsMemberFunction() && r.at(c.Target()) != nil || len(c.Args()) == 1 && r.at(c.Args()[0]) != nil {
			return nil // how many there are is not what they are
		}
	}
	if c.IsMemberFunction() {
		r.use(c.Target())
	}
	r.useAll(c.Args())
	return nil
}

func (r *reader) indexed(c ast.CallExpr) *place {
	of, index := r.at(c.Args()[0]), c.Args()[1]
	r.use(index)
	next := of.item()
	if index.Kind() == ast.LiteralKind {
		if key, is := index.AsLiteral().(types.String); is {
			next = of.field(string(key))
		}
	} else if of.whole() && !of.list {
		r.found.status = true // any field
	}
	if c.FunctionName() != operators.Index {
		r.asked(next)
	}
	return next
}

// repeated is for what goes through a list or a map, as all, exists and filter do.
func (r *reader) repeated(e ast.Expr) *place {
	c := e.AsComprehension()
	of := r.at(c.IterRange())
	if of.whole() && !of.list {
		r.found.status = true // any field
	}
	if of != nil && !of.whole() {
		r.found.fields = append(r.found.fields, of.keys)
	}
	inner := reader{info: r.info, places: map[string]*place{}, found: r.found}
	for name, p := range r.places {
		inner.places[name] = p
	}
	inner.places[c.IterVar()], inner.places[c.AccuVar()] = of.item(), nil
	if c.HasIterVar2() {
		inner.places[c.IterVar()], inner.places[c.IterVar2()] = nil, of.item()
	}
	defer func() { r.found = inner.found }()
	if call, is := r.info.GetMacroCall(e.ID()); is && call.AsCall().FunctionName() == operators.Filter && c.LoopStep().Kind() == ast.CallKind {
		inner.use(c.LoopStep().AsCall().Args()[0]) // what it keeps is a list as before
		return of
	}
	inner.useAll([]ast.Expr{c.AccuInit(), c.LoopCondition(), c.LoopStep(), c.Result()})
	return nil
}

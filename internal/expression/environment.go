package expression

import (
	"fmt"
	"sync"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/ext"
	"k8s.io/apiserver/pkg/cel/library"
)

// environment has the variables and functions of an expression.
func environment(variable string) (*cel.Env, error) {
	env, err := environments[variable]()
	if err != nil {
		return nil, fmt.Errorf("prepare the language of expressions: %w", err)
	}
	return env, nil
}

// environments are made when the first expression is read: most commands read none.
var environments = map[string]func() (*cel.Env, error){
	one:  sync.OnceValues(func() (*cel.Env, error) { return newEnvironment(cel.Variable(one, cel.DynType)) }),
	many: sync.OnceValues(func() (*cel.Env, error) { return newEnvironment(cel.Variable(many, cel.ListType(cel.DynType))) }),
}

// newEnvironment has the functions that Kubernetes 1.37 gives to expressions in CustomResourceDefinitions and admission policies,
// but for those that ask the API server.
func newEnvironment(variable cel.EnvOption) (*cel.Env, error) {
	return cel.NewEnv(variable,
		cel.HomogeneousAggregateLiterals(), cel.EagerlyValidateDeclarations(true), cel.DefaultUTCTimeZone(true),
		cel.CrossTypeNumericComparisons(true), cel.OptionalTypes(), cel.EnableMacroCallTracking(),
		cel.ASTValidators(cel.ValidateDurationLiterals(), cel.ValidateTimestampLiterals(), cel.ValidateRegexLiterals(), cel.ValidateHomogeneousAggregateLiterals()),
		ext.Strings(ext.StringsVersion(2)), ext.Sets(), ext.TwoVarComprehensions(), ext.Lists(ext.ListsVersion(3)),
		library.URLs(), library.Regex(), library.Quantity(), library.IP(), library.CIDR(), library.Format(),
		library.SemverLib(library.SemverVersion(1)), library.Lists(library.ListsVersion(1)),
	)
}

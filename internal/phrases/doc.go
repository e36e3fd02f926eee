// Package phrases maps phrases of people who do not know the steps yet to the steps they mean.
package phrases

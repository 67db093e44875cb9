# Makes the golden values of a laboratory test that is added to the lists by rows alone: base R and the package survival.
# Rscript tests/r/added_lab_test.R tests/study/magnesium.csv tests/study/magnesium_golden.csv
# One row is one number that the study must print: analysis, name, group, value with 17 significant digits.
suppressPackageStartupMessages(library(survival))

arguments <- commandArgs(trailingOnly = TRUE)
EXACTLY <- coxph.control(eps = 1e-13, toler.chol = 1e-14, iter.max = 100)
rows <- list()
keep <- function(analysis, name, group, value) {
  rows[[length(rows) + 1]] <<- data.frame(analysis = analysis, name = name, group = group, value = sprintf("%.17g", as.numeric(value)))
}
truth <- read.csv(arguments[1], colClasses = c(patient = "character"))
truth$arm <- factor(ifelse(truth$before == "none", "first_line", "after_lenvatinib"), levels = c("first_line", "after_lenvatinib"))
truth$magnesium <- truth$baseline * ifelse(truth$unit == "mmol/L", 2.4305, 1)
truth$high <- as.numeric(truth$magnesium > 2) # the bounds are all "< 1.5", of which it is known that they are not above 2
groups <- c(levels(truth$arm), "all")
of <- function(group) if (group == "all") truth else truth[truth$arm == group, ]

# --- Table 1

for (group in groups) {
  values <- of(group)$magnesium
  known <- values[!is.na(values)]
  keep("table_1", "magnesium.mean", group, mean(known))
  keep("table_1", "magnesium.sd", group, sd(known))
  keep("table_1", "magnesium.median", group, median(known))
  keep("table_1", "magnesium.missing.count", group, sum(is.na(values)))
}
keep("table_1", "magnesium.p", "arms", suppressWarnings(wilcox.test(magnesium ~ arm, data = truth))$p.value)

# --- grades: CTCAE v5.0, hypomagnesemia and hypermagnesemia, in mg/dL; NA where a missing limit decides

grade <- function(x, low, high) {
  certain <- c(0, 2 * (x < 1.2), 3 * (x < 0.9), 4 * (x < 0.7), 3 * (x > 3), 4 * (x > 8), if (is.na(low)) 0 else as.numeric(x < low | x > high))
  possible <- max(certain, if (is.na(low)) 1 else 0)
  if (max(certain) == possible) possible else NA
}
each <- function(column) mapply(grade, truth[[column]], truth$lower_limit, truth$upper_limit)
graded <- cbind(each("day_5"), each("day_9"))
truth$worst <- apply(graded, 1, function(both) if (all(is.na(both))) NA else max(both, na.rm = TRUE))
for (group in groups) {
  worst <- of(group)$worst
  for (number in 0:4) keep("laboratory_grades", sprintf("MG.grade_%d.count", number), group, sum(worst == number, na.rm = TRUE))
  keep("laboratory_grades", "MG.severe.count", group, sum(worst >= 3, na.rm = TRUE))
  keep("laboratory_grades", "MG.ungraded.count", group, sum(is.na(worst)))
}

# --- Cox

keep_cox <- function(part, fit, column, name) {
  coefficient <- summary(fit)$coefficients[column, ]
  keep("table_3", paste(part, name, "coefficient", sep = "."), "arms", coefficient["coef"])
  keep("table_3", paste(part, name, "std_err", sep = "."), "arms", coefficient["se(coef)"])
  keep("table_3", paste(part, name, "p_value", sep = "."), "arms", coefficient["Pr(>|z|)"])
}
surv <- Surv(truth$last_day, truth$dead == "yes")
keep_cox("univariate", coxph(surv ~ magnesium, data = truth, control = EXACTLY), "magnesium", "magnesium")
keep_cox("univariate", coxph(surv ~ high, data = truth, control = EXACTLY), "high", "magnesium_over_2")
both <- coxph(surv ~ arm + magnesium, data = truth, control = EXACTLY)
keep_cox("multivariate", both, "armafter_lenvatinib", "after_lenvatinib")
keep_cox("multivariate", both, "magnesium", "magnesium")

keep("versions", paste("R", getRversion()), "", 0)
keep("versions", paste("survival", packageVersion("survival")), "", 0)
write.csv(do.call(rbind, rows), arguments[2], row.names = FALSE, quote = TRUE)
